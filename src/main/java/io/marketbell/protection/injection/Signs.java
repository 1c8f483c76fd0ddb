package io.marketbell.protection.injection;

/** SQL's operators of one to three characters. */
final class Signs {
    private static final short[] ONE = new short[0x80];
    private static final short[] TWO = new short[0x80 << 7];

    static {
        java.util.Arrays.fill(ONE, Kind.OTHER);
        put(Kind.LPAR, "(");
        put(Kind.RPAR, ")");
        put(Kind.COMMA, ",");
        put(Kind.SEMI, ";");
        put(Kind.LBRACE, "{");
        put(Kind.RBRACE, "}");
        put(Kind.DOT, ".");
        put(Kind.STAR, "*");
        put(Kind.ARITH, "+ % ^ | & ~ - / << >>");
        put(Kind.CMP, "= < > == <= <> >= != !~ ~* :=");
        put(Kind.BANG, "!");
        put(Kind.QMARK, "?");
        put(Kind.PIPES, "||");
        put(Kind.LOGIC, "&&");
        put(Kind.CAST_MARK, "::");
        put(Kind.JSON, "?| ?& <@ @> -> #> #-");
        put(Kind.OTHER, "*/");
    }

    private Signs() {}

    private static void put(short kind, String signs) {
        for (String sign : signs.split(" ")) {
            if (sign.length() == 1) {
                ONE[sign.charAt(0)] = kind;
            } else {
                TWO[sign.charAt(0) << 7 | sign.charAt(1)] = kind;
            }
        }
    }

    /** Signs that no longer one begins with. */
    static boolean isLone(char c) {
        return "(),;{}+%^".indexOf(c) >= 0;
    }

    /** Signs that operators of several characters begin with, and nothing else does but comments. */
    static boolean beginsOperators(char c) {
        return "=<>!?|&:*~/-".indexOf(c) >= 0;
    }

    static short lone(char c) {
        return ONE[c];
    }

    /** The kind of the sign that begins here, and its length in the lowest two bits. */
    static int read(char[] text, int at) {
        char c = text[at];
        char next = text[at + 1];
        int two = next < 0x80 ? TWO[c << 7 | next] : 0;
        if (two == 0) {
            return ONE[c] << 2 | 1;
        }
        boolean third = text[at + 2] == '>' && (c == '<' ? next == '=' : two == Kind.JSON && (c == '-' || c == '#'));
        return two << 2 | (third ? 3 : 2);
    }
}
