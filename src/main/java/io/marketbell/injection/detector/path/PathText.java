package io.marketbell.injection.detector.path;

import io.marketbell.injection.detector.finding.Rule;
import io.marketbell.injection.detector.text.Alphabet;
import io.marketbell.injection.detector.text.MutableText;
import io.marketbell.injection.detector.text.TextTraits;

/**
 * Detects path traversal and names of sensitive files. Works on a copy with one kind of separator, folded case, and
 * without hidden control characters.
 */
public final class PathText {
    /** Maximum number of characters between a sensitive directory and a name in it. */
    private static final int GAP = 24;
    /** Maximum number of characters inspected in a segment. */
    private static final int PARAMETERS = 40;

    /** Characters that matter only together with certain others. */
    private static final int PERHAPS = Alphabet.POINT | Alphabet.WIDE;

    private static final int HEXADECIMAL = Alphabet.ZERO | Alphabet.X;
    private static final boolean[] NAME = new boolean[0x80];

    static {
        for (char c : "abcdefghijklmnopqrstuvwxyz0123456789._-".toCharArray()) {
            NAME[c] = true;
        }
    }

    private final MutableText text;
    private final char[] path;
    private int length;
    private int slash;
    /** Whether a part is written such that only a lenient parser recognizes it. */
    private boolean disguised;

    private PathText(MutableText text) {
        this.text = text;
        this.path = new char[text.length()];
        fold();
    }

    /**
     * @param traits classes of the text's characters
     * @param whole whether the text consists of a path only, as in a URL
     * @return the rule that matched, or null
     */
    public static Rule inspect(MutableText text, TextTraits traits, boolean whole) {
        boolean perhaps = traits.have(PERHAPS) || traits.haveAll(HEXADECIMAL);
        if (!traits.have(Alphabet.PATH) && !(perhaps && hasSigns(text.all, text.length()))) {
            return null;
        }
        PathText path = new PathText(text);
        return path.verdict(whole || path.disguised);
    }

    private static boolean hasSigns(char[] text, int length) {
        for (int i = 0; i < length; i++) {
            boolean sign = switch (text[i]) {
                case '.' -> isSignificant(text, i);
                case ':' -> isSignificantColon(text, i);
                case 'x' -> i > 0 && text[i - 1] == '0';
                default -> text[i] >= 0xE000 && text[i] <= 0xF8FF;
            };
            if (sign) {
                return true;
            }
        }
        return false;
    }

    /** Whether the full stop neither ends a sentence nor is part of a number. */
    private static boolean isSignificant(char[] text, int stop) {
        return stop == 1
                || stop > 1 && (text[stop - 1] == '.' || text[stop - 1] == 'x')
                || stop > 0 && text[stop + 1] >= 'A';
    }

    /** {@code jar:f}: other schemes need a slash after the colon. */
    private static boolean isSignificantColon(char[] text, int colon) {
        char after = text[colon + 1];
        return colon > 1 && ((after | 32) == 'f' || isHidden(after));
    }

    /** Control characters other than white space: removed everywhere. */
    private static boolean isHidden(char c) {
        return c < ' ' && c != 0 && c != '\n' && c != '\t' && c != '\r';
    }

    private void fold() {
        char[] all = text.all;
        for (int i = 0; i < text.length(); i++) {
            char c = all[i];
            char sign = c == '0' && (all[i + 1] | 32) == 'x' ? hexadecimal(all[i + 2], (char) (all[i + 3] | 32)) : 0;
            if (sign != 0) {
                path[length++] = sign;
                disguised = true;
                i += 3;
            } else if (c == '\\') {
                path[length++] = '/';
            } else if (c >= 'A' && c <= 'Z') {
                path[length++] = (char) (c + 32);
            } else if (c >= ' ' || c == '\n' || c == '\t' || c == '\r') {
                path[length++] = c;
            }
        }
    }

    private static char hexadecimal(char high, char low) {
        if (high == '2' && low == 'e') {
            return '.';
        }
        return high == '2' && low == 'f' || high == '5' && low == 'c' ? '/' : (char) 0;
    }

    private Rule verdict(boolean whole) {
        if (isShare()) {
            return Rule.FOREIGN_PATH;
        }
        Rule found = null;
        int directory = -1;
        int space = -1;
        int at = 0;
        while (at < length && found == null) {
            char c = path[at];
            if (isName(c)) {
                int end = at;
                while (end < length && isName(path[end])) {
                    end++;
                }
                if (isDots(at, end)) {
                    found = dots(at, end, whole);
                } else {
                    boolean near = directory >= 0 && at - directory <= GAP && space < directory;
                    int sense = SensitiveFiles.sense(path, at, end, near, isSeparated(at));
                    found = sense == SensitiveFiles.FOUND ? Rule.SENSITIVE_FILE : null;
                    directory = sense == SensitiveFiles.DIRECTORY ? end : directory;
                }
                at = end;
            } else {
                space = c <= ' ' || c == ',' ? at : space;
                found = c == ':' && at + 1 < length && SensitiveFiles.isScheme(path, at, length)
                        ? Rule.FOREIGN_PATH
                        : null;
                at++;
            }
        }
        return found;
    }

    private boolean isSeparated(int at) {
        return at == 0 || path[at - 1] == '/' || path[at - 1] == '%' || path[at - 1] == '=';
    }

    private static boolean isName(char c) {
        return c < 0x80 && NAME[c];
    }

    private boolean isDots(int from, int to) {
        for (int i = from; i < to; i++) {
            if (path[i] != '.') {
                return false;
            }
        }
        return to - from > 1;
    }

    private Rule dots(int from, int to, boolean whole) {
        int end = to;
        if (end < length && path[end] == ';') {
            end = Math.min(slash(end), Math.min(length, to + PARAMETERS)); // some servers read ..;x=1/ as ..
        }
        boolean separated = end < length && path[end] == '/';
        boolean last = end >= length;
        if (to - from == 2) {
            boolean onward = separated && (whole || end + 1 < length && isPath(path[end + 1]));
            return onward || whole && last ? Rule.DOT_SEGMENTS : null;
        }
        boolean doubled = separated && end + 1 < length && path[end + 1] == '/';
        return doubled || separated && to - from > 3 ? Rule.DOT_SEGMENTS : null;
    }

    /** The next one from this position on. Must be called in ascending order; each character is read once. */
    private int slash(int from) {
        slash = Math.max(slash, from);
        while (slash < length && path[slash] != '/') {
            slash++;
        }
        return slash;
    }

    private static boolean isPath(char c) {
        return isName(c) || c == '/' || c == '%' || c == '~' || c > 0x7F || c == '?' || c == '*' || c == ';';
    }

    /** {@code \\host\share}. */
    private boolean isShare() {
        if (length < 5 || text.all[0] != '\\' || text.all[1] != '\\') {
            return false;
        }
        int at = 2;
        while (at < length && (isName(path[at]) || path[at] == ':' || path[at] == '[' || path[at] == ']')) {
            at++;
        }
        return at > 3 && at + 1 < length && path[at] == '/' && (isName(path[at + 1]) || path[at + 1] == '$');
    }
}
