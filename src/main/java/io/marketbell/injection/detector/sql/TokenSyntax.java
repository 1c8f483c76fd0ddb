package io.marketbell.injection.detector.sql;

import io.marketbell.injection.detector.text.Alphabet;
import java.util.Arrays;

/** The syntax of tokens: what a character starts, the operators, and where numbers and quoted texts end. */
final class TokenSyntax {
    /** The kind of token that a character starts. */
    static final int LEADS_NOTHING = 0;

    static final int LEADS_WORD = 1;
    static final int LEADS_NUMBER = 2;
    static final int LEADS_SIGN = 3;
    /** Starts a one-character sign; no longer sign begins with it. */
    static final int LEADS_LONE_SIGN = 4;
    /** Starts an operator: of one character unless the next character can continue an operator. */
    static final int LEADS_OPERATOR = 5;

    private static final String LONE_SIGNS = "(),;{}+%^";
    /** Characters that start only operators of several characters, or comments. */
    private static final String OPERATORS = "=<>!?|&:*~/-";

    private static final int LONGEST_NAME = 40;

    private static final byte[] LEADS = new byte[0x80];
    private static final short[] ONE = new short[0x80];
    private static final short[] TWO = new short[0x80 << 7];

    static {
        Arrays.fill(LEADS, (byte) LEADS_SIGN);
        for (char c = 0; c < 0x80; c++) {
            if (c <= ' ') {
                LEADS[c] = LEADS_NOTHING;
            } else if (Alphabet.isDigit(c)) {
                LEADS[c] = LEADS_NUMBER;
            } else if (Alphabet.isWordStart(c)) {
                LEADS[c] = LEADS_WORD;
            } else if (LONE_SIGNS.indexOf(c) >= 0) {
                LEADS[c] = LEADS_LONE_SIGN;
            } else if (OPERATORS.indexOf(c) >= 0) {
                LEADS[c] = LEADS_OPERATOR;
            }
        }
        Arrays.fill(ONE, TokenKind.OTHER);
        put(TokenKind.LPAR, "(");
        put(TokenKind.RPAR, ")");
        put(TokenKind.COMMA, ",");
        put(TokenKind.SEMI, ";");
        put(TokenKind.LBRACE, "{");
        put(TokenKind.RBRACE, "}");
        put(TokenKind.DOT, ".");
        put(TokenKind.STAR, "*");
        put(TokenKind.ARITH, "+ % ^ | & ~ - / << >>");
        put(TokenKind.CMP, "= < > == <= <> >= != !~ ~* :=");
        put(TokenKind.BANG, "!");
        put(TokenKind.QMARK, "?");
        put(TokenKind.PIPES, "||");
        put(TokenKind.LOGIC, "&&");
        put(TokenKind.CAST_MARK, "::");
        put(TokenKind.JSON, "?| ?& <@ @> -> #> #-");
        put(TokenKind.OTHER, "*/");
    }

    private TokenSyntax() {}

    private static void put(short kind, String signs) {
        for (String sign : signs.split(" ")) {
            if (sign.length() == 1) {
                ONE[sign.charAt(0)] = kind;
            } else {
                TWO[sign.charAt(0) << 7 | sign.charAt(1)] = kind;
            }
        }
    }

    static int leads(char c) {
        if (c < 0x80) {
            return LEADS[c];
        }
        return Alphabet.isSpace(c) ? LEADS_NOTHING : LEADS_WORD;
    }

    /** Whether the character can continue an operator or a comment. */
    static boolean isInOperators(char c) {
        return c < 0x80 && (LEADS[c] == LEADS_OPERATOR || LEADS[c] == LEADS_SIGN);
    }

    /** The kind of a sign of one character. */
    static short lone(char c) {
        return ONE[c];
    }

    /** The kind of the sign of one to three characters that starts here, with its length in the lowest two bits. */
    static int sign(char[] text, int at) {
        char c = text[at];
        char next = text[at + 1];
        int two = next < 0x80 ? TWO[c << 7 | next] : 0;
        if (two == 0) {
            return ONE[c] << 2 | 1;
        }
        boolean continued = c == '<' && next == '=' || two == TokenKind.JSON && (c == '-' || c == '#'); // <=> ->> #>>
        return two << 2 | (continued && text[at + 2] == '>' ? 3 : 2);
    }

    /** The end of an integer, a decimal, a number with an exponent, or a hexadecimal number. */
    static int numberEnd(char[] text, int from) {
        if (text[from] == '0' && (text[from + 1] | 32) == 'x') {
            int end = from + 2;
            while (text[end] < 0x80 && Character.digit(text[end], 16) >= 0) {
                end++;
            }
            return end;
        }
        int end = digitsEnd(text, from);
        if (text[end] == '.' && text[end + 1] != '.') {
            end = digitsEnd(text, end + 1);
        }
        char sign = text[end + 1];
        boolean exponent = Alphabet.isDigit(sign) || (sign == '-' || sign == '+') && Alphabet.isDigit(text[end + 2]);
        return (text[end] | 32) == 'e' && exponent ? digitsEnd(text, end + 2) : end;
    }

    static int digitsEnd(char[] text, int from) {
        int end = from;
        while (Alphabet.isDigit(text[end])) {
            end++;
        }
        return end;
    }

    /** The position after the closing quote of a string; negative (after the end of the text) if there is none. */
    static int stringEnd(char[] text, int length, int from) {
        char quote = text[from];
        int at = from + 1;
        while (at < length) {
            if (text[at] != quote) {
                at++;
            } else if (text[at - 1] == '\\') {
                at++; // escaped
            } else if (text[at + 1] == quote) {
                at += 2;
            } else {
                return at + 1;
            }
        }
        return -length;
    }

    /** The same for a name in backticks, which has no escapes. */
    static int nameEnd(char[] text, int length, int from) {
        int at = from + 1;
        while (at < length && text[at] != '`') {
            at++;
        }
        return at < length ? at + 1 : -length;
    }

    /**
     * The position after the {@code [name]} of SQL Server; 0 if the content of the brackets does not look like a name.
     */
    static int bracketEnd(char[] text, int from) {
        int end = from + 1;
        while (end < from + LONGEST_NAME && Alphabet.isWordPart(text[end])) {
            end++;
        }
        return text[end] == ']' && end > from + 1 && !Alphabet.isDigit(text[from + 1]) ? end + 1 : 0;
    }
}
