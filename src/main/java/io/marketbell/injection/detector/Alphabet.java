package io.marketbell.injection.detector;

/** The classes of a character, from a table. */
final class Alphabet {
    static final int WORD_PART = 1;
    static final int WORD_START = 1 << 1;
    static final int DIGIT = 1 << 2;
    static final int SPACE = 1 << 3;
    static final int ESCAPE = 1 << 4;
    /** Characters that occur only in paths. */
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
    /** Characters that carry no weight by themselves: those of numbers, times and names. */
    static final int POINT = 1 << 18;
    /** All other signs. */
    static final int SIGN = 1 << 19;
    /** Not an ASCII character. */
    static final int WIDE = 1 << 20;

    /** The kind of token that the character starts. */
    static final int LEADS_NOTHING = 0;

    static final int LEADS_WORD = 1;
    static final int LEADS_NUMBER = 2;
    static final int LEADS_SIGN = 3;
    /** Starts a one-character sign; no longer sign begins with it. */
    static final int LEADS_LONE_SIGN = 4;
    /** Starts an operator: of one character unless the next character can continue an operator. */
    static final int LEADS_OPERATOR = 5;

    private static final int[] TRAITS = new int[0x80];
    private static final byte[] LEADS = new byte[0x80];

    static {
        for (char c = 0; c < 0x80; c++) {
            boolean digit = c >= '0' && c <= '9';
            boolean letter = (c | 32) >= 'a' && (c | 32) <= 'z' || c == '_' || c == '$';
            TRAITS[c] |= digit ? DIGIT | WORD_PART : letter ? WORD_START | WORD_PART : 0;
            int sign = OperatorTokens.isLone(c)
                    ? LEADS_LONE_SIGN
                    : OperatorTokens.beginsOperators(c) ? LEADS_OPERATOR : LEADS_SIGN;
            LEADS[c] = (byte) (digit ? LEADS_NUMBER : letter ? LEADS_WORD : c <= ' ' ? LEADS_NOTHING : sign);
            TRAITS[c] |= c <= ' ' ? SPACE : 0;
            TRAITS[c] |= c < ' ' || c == 0x7F ? CONTROL : 0;
            TRAITS[c] |= !digit && !letter && ".:-".indexOf(c) < 0 || c == '_' || c == '$' ? SIGN : 0;
        }
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

    static int traits(char c) {
        return c < 0x80 ? TRAITS[c] : c < 0xA0 ? WIDE | CONTROL : WIDE;
    }

    private static boolean has(char c, int trait) {
        return (TRAITS[c] & trait) != 0;
    }

    static int leads(char c) {
        return c < 0x80 ? LEADS[c] : isSpace(c) ? LEADS_NOTHING : LEADS_WORD;
    }

    /** Whether a letter followed by this character is a complete word. */
    static boolean endsLetter(char c) {
        return c < 0x80 && !has(c, WORD_PART | SINGLE_QUOTE) && c != '@';
    }

    /** Whether the character can continue an operator or a comment. */
    static boolean isInOperators(char c) {
        return c < 0x80 && (LEADS[c] == LEADS_OPERATOR || LEADS[c] == LEADS_SIGN);
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

    /** Whether it is an ASCII character of a word. */
    static boolean isPlainWordPart(char c) {
        return c < 0x80 && has(c, WORD_PART);
    }

    static boolean isWordPart(char c) {
        return c < 0x80 ? has(c, WORD_PART) : c != 0xA0 && c != 0x3000 && !(c >= 0x2000 && c <= 0x206F);
    }
}
