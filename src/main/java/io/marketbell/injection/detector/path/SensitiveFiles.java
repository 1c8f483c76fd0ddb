package io.marketbell.injection.detector.path;

import io.marketbell.injection.detector.text.WordList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names of files and directories that are never public, from {@code names.txt}. One look-up by the last two characters
 * finds all sections that contain a name.
 */
final class SensitiveFiles {
    /** Sections of the file; the flag of a section is the bit of its position. */
    private static final List<String> SECTIONS = List.of(
            "like etc",
            "like proc",
            "like windows",
            "like inetpub",
            "like dev",
            "like run",
            "in etc",
            "in proc",
            "in windows",
            "in inetpub",
            "in dev",
            "in run",
            "alone",
            "segments",
            "system roots",
            "roots",
            "public");

    /** Directories of the operating system; the sensitive names in one are {@link #IN} bits further. */
    static final int DIRECTORY = 0x3F;

    static final int PROC = 1 << 1;
    private static final int IN = 6;
    private static final int ALONE = 1 << 12;
    private static final int SEGMENT = 1 << 13;
    static final int SYSTEM_ROOT = 1 << 14;
    static final int ROOT = 1 << 15;
    static final int PUBLIC = 1 << 16;

    /** Maximum number of characters that a broken escape leaves before a name: {@code %bgqfetc}. */
    private static final int REMAINS = 2;
    /** Maximum number of suffixes that are removed, and the length of one: {@code .env.production.local}. */
    private static final int SUFFIXES = 2;

    private static final int SUFFIX = 12;

    private static final Map<String, List<String>> NAMES = WordList.read(SensitiveFiles.class, "names.txt");
    private static final Word[][] WORDS = words();
    private static final Word[][] INTERNAL = index(flagged("internal"));
    private static final Word[][] DOCUMENTS = index(flagged("documents"));
    private static final Word[][] ARCHIVES = index(flagged("archives"));

    private SensitiveFiles() {}

    private record Word(String text, int flags) {}

    static String[] words(String section) {
        return NAMES.get(section).toArray(String[]::new);
    }

    private static Map<String, Integer> flagged(String section) {
        Map<String, Integer> words = new LinkedHashMap<>();
        NAMES.get(section).forEach(word -> words.put(word, 1));
        return words;
    }

    private static Word[][] words() {
        Map<String, Integer> flags = new LinkedHashMap<>();
        for (int i = 0; i < SECTIONS.size(); i++) {
            int flag = 1 << i;
            NAMES.get(SECTIONS.get(i)).forEach(word -> flags.merge(word, flag, (a, b) -> a | b));
        }
        return index(flags);
    }

    private static Word[][] index(Map<String, Integer> flags) {
        List<List<Word>> byEnding = new ArrayList<>();
        for (int i = 0; i < 32 * 32; i++) {
            byEnding.add(new ArrayList<>());
        }
        flags.forEach((word, flag) -> {
            int ending = ending(word.charAt(word.length() - 2), word.charAt(word.length() - 1));
            byEnding.get(ending).add(new Word(word, flag));
        });
        return byEnding.stream().map(words -> words.toArray(Word[]::new)).toArray(Word[][]::new);
    }

    private static int ending(char before, char last) {
        return (before & 31) << 5 | last & 31;
    }

    /** The sections that contain this name; 0 if there is none. */
    static int sections(char[] path, int from, int to) {
        return to - from < 2 ? 0 : flags(WORDS, path, from, to, remains(path, from));
    }

    /**
     * Whether it is the name of a sensitive file.
     *
     * @param sections the sections that contain the name
     * @param directory the flag of the directory that precedes closely, or 0
     * @param segment whether the name starts after a separator
     */
    static boolean isSensitive(char[] path, int from, int to, int sections, int directory, boolean segment) {
        return (sections & sensitive(directory, segment)) != 0 || directory == PROC && isProcess(path, from, to);
    }

    /** Whether it is the name of a copy of a sensitive file: {@code passwd.bak}, {@code .env.production}. */
    static boolean isCopy(char[] path, int from, int to, int directory, boolean segment) {
        int end = withoutSuffix(path, from, to);
        for (int n = 0; n < SUFFIXES && end - from > 1; n++) {
            if ((flags(WORDS, path, from, end, from) & sensitive(directory, segment)) != 0) {
                return true;
            }
            end = withoutSuffix(path, from, end);
        }
        return false;
    }

    /** The sections whose names are sensitive here. */
    private static int sensitive(int directory, boolean segment) {
        return ALONE | (segment ? SEGMENT : 0) | directory << IN;
    }

    private static int withoutSuffix(char[] path, int from, int to) {
        for (int i = to - 1; i > from && i > to - SUFFIX; i--) {
            if (path[i] == '.' || path[i] == '-' || path[i] == '_') {
                return i;
            }
        }
        return from;
    }

    /** {@code proc/12/}. */
    private static boolean isProcess(char[] path, int from, int to) {
        for (int i = from; i < to; i++) {
            if (path[i] < '0' || path[i] > '9') {
                return false;
            }
        }
        return path[to] == '/';
    }

    /** Whether its extension is one of configuration, keys, logs or programs. */
    static boolean isInternal(char[] path, int from, int to) {
        return to - from > 2 && flags(INTERNAL, path, from, to, to) != 0;
    }

    /** Whether its extension is one of documents that people exchange. */
    static boolean isDocument(char[] path, int from, int to) {
        return to - from > 2 && flags(DOCUMENTS, path, from, to, to) != 0;
    }

    /** Whether its extension is one of archives that contain classes or files. */
    static boolean isArchive(char[] path, int from, int to) {
        return to - from > 2 && flags(ARCHIVES, path, from, to, to) != 0;
    }

    /** The last position at which a name may begin: remains of a broken escape may precede it. */
    private static int remains(char[] path, int from) {
        return from > 0 && path[from - 1] == '%' ? from + REMAINS : from;
    }

    /**
     * The flags of the word at the end, or 0.
     *
     * @param latest the last position at which the word may begin
     */
    private static int flags(Word[][] index, char[] path, int from, int to, int latest) {
        for (Word word : index[ending(path[to - 2], path[to - 1])]) {
            int start = to - word.text.length();
            if (start >= from && start <= latest && matches(path, start, word.text)) {
                return word.flags;
            }
        }
        return 0;
    }

    private static boolean matches(char[] path, int start, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (path[start + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
