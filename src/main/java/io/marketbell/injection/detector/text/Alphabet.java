package io.marketbell.injection.detector.text;

/** The classes of a character, from a table. */
public final class Alphabet {
    public static final int WORD_PART = 1;
    public static final int WORD_START = 1 << 1;
    public static final int DIGIT = 1 << 2;
    public static final int ESCAPE = 1 << 3;
    /** Characters that occur only in paths. */
    public static final int PATH = 1 << 4;

    public static final int ZERO = 1 << 5;
    public static final int X = 1 << 6;
    public static final int SINGLE_QUOTE = 1 << 7;
    public static final int DOUBLE_QUOTE = 1 << 8;
    public static final int BACKTICK = 1 << 9;
    public static final int PLUS = 1 << 10;
    public static final int BLANK = 1 << 11;
    public static final int LINE_BREAK = 1 << 12;
    public static final int HASH = 1 << 13;
    public static final int MINUS = 1 << 14;
    public static final int CONTROL = 1 << 15;
    public static final int NUL = 1 << 16;
    /** Characters that carry no weight by themselves: those of numbers, times and names. */
    public static final int POINT = 1 << 17;
    /** All other signs. */
    public static final int SIGN = 1 << 18;
    /** Not an ASCII character. */
    public static final int WIDE = 1 << 19;

    private static final int[] TRAITS = new int[0x80];

    static {
        for (char c = 0; c < 0x80; c++) {
            if (isDigit(c)) {
                TRAITS[c] = DIGIT | WORD_PART;
            } else if ((c | 32) >= 'a' && (c | 32) <= 'z') {
                TRAITS[c] = WORD_START | WORD_PART;
            } else if (".:-".indexOf(c) < 0) {
                TRAITS[c] = SIGN;
            }
            TRAITS[c] |= c < ' ' || c == 0x7F ? CONTROL : 0;
        }
        mark(WORD_START | WORD_PART, "_$");
        mark(ESCAPE, "%&\\");
        mark(PATH, "/\\%");
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

    public static int traits(char c) {
        if (c < 0x80) {
            return TRAITS[c];
        }
        return c < 0xA0 ? WIDE | CONTROL : WIDE;
    }

    private static boolean has(char c, int trait) {
        return (TRAITS[c] & trait) != 0;
    }

    /** Whether a letter followed by this character is a complete word. */
    public static boolean endsLetter(char c) {
        return c < 0x80 && !has(c, WORD_PART | SINGLE_QUOTE) && c != '@';
    }

    public static boolean isEscape(char c) {
        return c < 0x80 && has(c, ESCAPE);
    }

    public static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    public static boolean isSpace(char c) {
        return c < 0x80 ? c <= ' ' : c == 0xA0 || c == 0x3000 || c >= 0x2000 && c <= 0x200B || c == 0xFEFF || c == 0x85;
    }

    public static boolean isWordStart(char c) {
        return c >= 0x80 || has(c, WORD_START);
    }

    /** Whether it is an ASCII character of a word. */
    public static boolean isPlainWordPart(char c) {
        return c < 0x80 && has(c, WORD_PART);
    }

    public static boolean isWordPart(char c) {
        return c < 0x80 ? has(c, WORD_PART) : c != 0xA0 && c != 0x3000 && !(c >= 0x2000 && c <= 0x206F);
    }
}
