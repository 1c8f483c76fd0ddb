package io.marketbell.injection.detector;

/** SQL's operators of one to three characters. */
final class OperatorTokens {
    private static final short[] ONE = new short[0x80];
    private static final short[] TWO = new short[0x80 << 7];

    static {
        java.util.Arrays.fill(ONE, TokenKind.OTHER);
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

    private OperatorTokens() {}

    private static void put(short kind, String signs) {
        for (String sign : signs.split(" ")) {
            if (sign.length() == 1) {
                ONE[sign.charAt(0)] = kind;
            } else {
                TWO[sign.charAt(0) << 7 | sign.charAt(1)] = kind;
            }
        }
    }

    /** Whether no longer sign begins with this one. */
    static boolean isLone(char c) {
        return "(),;{}+%^".indexOf(c) >= 0;
    }

    /** Whether the character starts only operators of several characters, or comments. */
    static boolean beginsOperators(char c) {
        return "=<>!?|&:*~/-".indexOf(c) >= 0;
    }

    static short lone(char c) {
        return ONE[c];
    }

    /** The kind of the sign that starts here, with its length in the lowest two bits. */
    static int read(char[] text, int at) {
        char c = text[at];
        char next = text[at + 1];
        int two = next < 0x80 ? TWO[c << 7 | next] : 0;
        if (two == 0) {
            return ONE[c] << 2 | 1;
        }
        boolean third =
                text[at + 2] == '>' && (c == '<' ? next == '=' : two == TokenKind.JSON && (c == '-' || c == '#'));
        return two << 2 | (third ? 3 : 2);
    }
}
