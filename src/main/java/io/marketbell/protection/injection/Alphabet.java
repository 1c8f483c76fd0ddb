package io.marketbell.protection.injection;

/** What a character can be, from a table. All of a text's characters together tell what need not be looked for in it. */
final class Alphabet {
    static final int WORD_PART = 1;
    static final int WORD_START = 1 << 1;
    static final int DIGIT = 1 << 2;
    static final int SPACE = 1 << 3;
    static final int ESCAPE = 1 << 4;
    static final int PATH = 1 << 5;
    static final int ZERO = 1 << 6;
    static final int X = 1 << 7;
    static final int SINGLE_QUOTE = 1 << 8;
    static final int DOUBLE_QUOTE = 1 << 9;
    static final int BACKTICK = 1 << 10;
    static final int PLUS = 1 << 11;
    static final int BLANK = 1 << 12;
    static final int LINE_BREAK = 1 << 13;
    static final int HASH = 1 << 14;
    static final int MINUS = 1 << 15;
    static final int CONTROL = 1 << 16;
    static final int NUL = 1 << 17;
    /** Signs that are of no weight by themselves: of numbers, times and names. */
    static final int POINT = 1 << 18;
    /** All others. */
    static final int SIGN = 1 << 19;
    /** No character of ASCII. */
    static final int WIDE = 1 << 20;

    private static final int[] TRAITS = new int[0x80];

    static {
        for (char c = 0; c < 0x80; c++) {
            boolean digit = c >= '0' && c <= '9';
            boolean letter = (c | 32) >= 'a' && (c | 32) <= 'z' || c == '_' || c == '$';
            TRAITS[c] |= digit ? DIGIT | WORD_PART : letter ? WORD_START | WORD_PART : 0;
            TRAITS[c] |= c <= ' ' ? SPACE : 0;
            TRAITS[c] |= c < ' ' || c == 0x7F ? CONTROL : 0;
            TRAITS[c] |= !digit && !letter && ".:-".indexOf(c) < 0 || c == '_' || c == '$' ? SIGN : 0;
        }
        mark(ESCAPE, "%&\\");
        mark(PATH, "/\\%:.");
        mark(ZERO, "0");
        mark(X, "x");
        mark(SINGLE_QUOTE, "'");
        mark(DOUBLE_QUOTE, "\"");
        mark(BACKTICK, "`");
        mark(PLUS, "+");
        mark(BLANK, " ");
        mark(LINE_BREAK, "\n");
        mark(HASH, "#");
        mark(MINUS, "-");
        mark(NUL, "\0");
        mark(POINT, ".:");
    }

    private Alphabet() {}

    private static void mark(int trait, String characters) {
        for (char c : characters.toCharArray()) {
            TRAITS[c] |= trait;
        }
    }

    /** What can be said of at least one of the characters. */
    static int traits(char[] text, int length) {
        int found = 0;
        for (int i = 0; i < length; i++) {
            char c = text[i];
            found |= c < 0x80 ? TRAITS[c] : c < 0xA0 ? WIDE | CONTROL : WIDE;
        }
        return found;
    }

    private static boolean has(char c, int trait) {
        return (TRAITS[c] & trait) != 0;
    }

    static boolean isEscape(char c) {
        return c < 0x80 && has(c, ESCAPE);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isSpace(char c) {
        return c < 0x80 ? c <= ' ' : c == 0xA0 || c == 0x3000 || c >= 0x2000 && c <= 0x200B || c == 0xFEFF || c == 0x85;
    }

    static boolean isWordStart(char c) {
        return c >= 0x80 || has(c, WORD_START);
    }

    static boolean isWordPart(char c) {
        return c < 0x80 ? has(c, WORD_PART) : c != 0xA0 && c != 0x3000 && !(c >= 0x2000 && c <= 0x206F);
    }
}
