package io.marketbell.injection.detector.path;

import io.marketbell.injection.detector.text.MutableText;

/** A copy of a text with one kind of separator, in lower case, and without hidden control characters. */
final class FoldedPath {
    private static final boolean[] NAME = new boolean[0x80];
    /** Characters after which a path can begin. */
    private static final boolean[] BEFORE = new boolean[0x80];
    /** Characters that continue a path after a separator. */
    private static final boolean[] ONWARD = new boolean[0x80];

    static {
        for (char c : "abcdefghijklmnopqrstuvwxyz0123456789._-".toCharArray()) {
            NAME[c] = true;
            ONWARD[c] = true;
        }
        for (char c : "=:@\"'`(<>|;,%[{".toCharArray()) {
            BEFORE[c] = true;
        }
        for (char c : "/%~?*;".toCharArray()) {
            ONWARD[c] = true;
        }
    }

    /** The characters, followed by at least two zeros. */
    final char[] all;

    private final int length;
    private final int begin;
    private final boolean shares;
    private boolean disguised;

    FoldedPath(MutableText text) {
        all = new char[text.length() + 2];
        length = fold(text.all, text.length());
        int at = 0;
        while (at < length && (isBlank(all[at]) || isQuote(all[at]))) {
            at++;
        }
        begin = at;
        shares = text.all[0] == '\\' && text.all[1] == '\\';
    }

    private int fold(char[] from, int to) {
        int out = 0;
        for (int i = 0; i < to; i++) {
            char c = from[i];
            char sign = c == '0' && (from[i + 1] | 32) == 'x' ? hexadecimal(from[i + 2], (char) (from[i + 3] | 32)) : 0;
            if (sign != 0) {
                all[out++] = sign;
                disguised = true;
                i += 3;
            } else if (c == '\\') {
                all[out++] = '/';
            } else if (c >= 'A' && c <= 'Z') {
                all[out++] = (char) (c + 32);
            } else if (!isHidden(c)) {
                all[out++] = c;
            }
        }
        return out;
    }

    private static char hexadecimal(char high, char low) {
        if (high == '2' && low == 'e') {
            return '.';
        }
        return high == '2' && low == 'f' || high == '5' && low == 'c' ? '/' : (char) 0;
    }

    /** Control characters other than white space: removed everywhere. */
    static boolean isHidden(char c) {
        return c < ' ' && c != 0 && c != '\n' && c != '\t' && c != '\r';
    }

    int length() {
        return length;
    }

    /** The position of the first character that is neither blank nor a quote. */
    int begin() {
        return begin;
    }

    /** Whether a part is written such that only a lenient parser recognizes it. */
    boolean isDisguised() {
        return disguised;
    }

    /** Whether the text begins with two backslashes. */
    boolean isShare() {
        return shares;
    }

    /** The character at this position; 0 outside of the text. */
    char at(int i) {
        return i < 0 ? 0 : all[i];
    }

    static boolean isName(char c) {
        return c < 0x80 && NAME[c];
    }

    static boolean isOnward(char c) {
        return c >= 0x80 || ONWARD[c];
    }

    static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r';
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    /** Whether a path can begin at this position: at the beginning of the text, or after a sign that precedes values. */
    boolean isStart(int i) {
        return i <= begin || all[i - 1] < 0x80 && BEFORE[all[i - 1]];
    }
}
