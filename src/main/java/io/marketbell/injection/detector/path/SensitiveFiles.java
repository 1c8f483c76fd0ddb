package io.marketbell.injection.detector.path;

import io.marketbell.injection.detector.text.WordList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Names of files that are never public, from {@code names.txt}: by name, or by directory and name. Found by the last
 * two letters, then compared.
 */
final class SensitiveFiles {
    static final int NOTHING = 0;
    static final int DIRECTORY = 1;
    static final int FOUND = 2;

    private static final Map<String, List<String>> NAMES = WordList.read(SensitiveFiles.class, "names.txt");
    private static final String[][] ALONE = index("alone");
    private static final String[][] SEGMENTS = index("segments");
    private static final String[][] DIRECTORIES = index("directories");
    private static final String[][] FILES = index("files");
    private static final String[] SCHEMES = NAMES.get("schemes").toArray(String[]::new);

    private SensitiveFiles() {}

    private static String[][] index(String section) {
        String[][] byEnding = new String[32 * 32][];
        for (String word : NAMES.get(section)) {
            int ending = ending(word.charAt(word.length() - 2), word.charAt(word.length() - 1));
            String[] before = byEnding[ending] == null ? new String[0] : byEnding[ending];
            byEnding[ending] = Arrays.copyOf(before, before.length + 1);
            byEnding[ending][before.length] = word;
        }
        return byEnding;
    }

    private static int ending(char before, char last) {
        return (before & 31) << 5 | last & 31;
    }

    /**
     * @param near whether such a directory precedes closely
     * @param segment whether the name starts after a separator
     */
    static int sense(char[] path, int from, int to, boolean near, boolean segment) {
        if (to - from < 2) {
            return near && isNumber(path, from, to) ? FOUND : NOTHING;
        }
        if (ends(ALONE, path, from, to, true) || segment && ends(SEGMENTS, path, from, to, true)) {
            return FOUND;
        }
        if (near && (ends(FILES, path, from, to, false) || isNumber(path, from, to))) {
            return FOUND;
        }
        return ends(DIRECTORIES, path, from, to, !segment && from > 0 && path[from - 1] != '%') ? DIRECTORY : NOTHING;
    }

    private static boolean isNumber(char[] path, int from, int to) {
        for (int i = from; i < to; i++) {
            if (path[i] < '0' || path[i] > '9') {
                return false;
            }
        }
        return from > 4 && path[from - 2] == 'c' && path[from - 3] == 'o' && path[from - 4] == 'r';
    }

    /** @param whole whether the name must be complete; otherwise remains of a broken escape may be attached to it */
    private static boolean ends(String[][] index, char[] path, int from, int to, boolean whole) {
        String[] words = index[ending(path[to - 2], path[to - 1])];
        if (words == null) {
            return false;
        }
        for (String word : words) {
            int start = to - word.length();
            if ((whole ? start == from : start >= from) && matches(path, start, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(char[] path, int start, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (path[start + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A scheme that reads local resources of the server: {@code file:/}, {@code php://}, {@code jar:file:}. */
    static boolean isScheme(char[] path, int colon, int length) {
        boolean slash = path[colon + 1] == '/';
        for (String scheme : SCHEMES) {
            int start = colon - scheme.length();
            boolean bounded = start == 0 || start > 0 && !(path[start - 1] >= 'a' && path[start - 1] <= 'z');
            if (bounded && matches(path, start, scheme)) {
                boolean twice = slash && colon + 2 < length && path[colon + 2] == '/';
                return twice || slash && scheme.equals("file") || scheme.equals("jar") && path[colon + 1] == 'f';
            }
        }
        return false;
    }
}
