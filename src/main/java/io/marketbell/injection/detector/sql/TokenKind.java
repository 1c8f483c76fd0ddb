package io.marketbell.injection.detector.sql;

/** The kinds of tokens. Small numbers instead of an enum, because a long text becomes an array of them. */
final class TokenKind {
    static final short END = 0;
    static final short NUM = 1;
    static final short STR = 2;
    /** A string that has no end in the text. */
    static final short OPEN = 3;

    static final short VAR = 4;
    static final short SYSVAR = 5;
    static final short WORD = 6;
    static final short QUOTED_NAME = 7;
    static final short NULL = 8;
    static final short BOOL = 9;
    /** The name of a function that other languages have too. */
    static final short FUNC = 10;
    /** The name of a function that exists only in databases. */
    static final short SURE = 11;
    /** The same, but also a word of English or of program code, so it counts only as a call. */
    static final short TELLING = 12;
    /** System tables of databases. */
    static final short META = 13;
    /** Articles, pronouns, prepositions: they do not occur in SQL outside of strings. */
    static final short PROSE = 14;

    static final short SECRET = 15;
    /** A function that can be called without parentheses. */
    static final short NILADIC = 16;

    static final short CMP = 20;
    static final short ARITH = 21;
    static final short STAR = 22;
    static final short LOGIC = 23;
    static final short PIPES = 24;
    static final short NOT = 25;
    static final short BANG = 26;
    static final short LPAR = 27;
    static final short RPAR = 28;
    static final short COMMA = 29;
    static final short SEMI = 30;
    static final short DOT = 31;
    static final short CAST_MARK = 32;
    static final short JSON = 33;
    /** The rest of the line may be a comment. */
    static final short LINE = 34;

    static final short LBRACE = 35;
    static final short RBRACE = 36;
    static final short QMARK = 37;
    static final short OTHER = 38;
    /** The quote that ends the value, if the text is read as part of a string. */
    static final short BREAK = 39;

    static final short UNION = 50;
    static final short SELECT = 51;
    static final short FROM = 52;
    static final short WHERE = 53;
    static final short INSERT = 54;
    static final short INTO = 55;
    static final short VALUES = 56;
    static final short UPDATE = 57;
    static final short SET = 58;
    static final short DELETE = 59;
    /** DROP, ALTER, CREATE, TRUNCATE, RENAME. */
    static final short DDL = 60;
    /** TABLE, DATABASE, SCHEMA … */
    static final short OBJECT = 61;
    /** USER, VIEW, INDEX …: object types that are just as frequent in prose. */
    static final short WEAK_OBJECT = 62;

    static final short EXEC = 63;
    static final short DECLARE = 64;
    static final short GRANT = 65;
    static final short CALL = 66;
    static final short SHUTDOWN = 67;
    static final short WAITFOR = 68;
    static final short DELAY = 69;
    static final short HAVING = 70;
    static final short ORDER = 71;
    static final short BY = 72;
    static final short LIMIT = 73;
    static final short OFFSET = 74;
    /** LIKE, RLIKE, REGEXP … */
    static final short LIKE = 75;

    static final short IN = 76;
    static final short IS = 77;
    static final short BETWEEN = 78;
    static final short EXISTS = 79;
    static final short CASE = 80;
    static final short WHEN = 81;
    static final short THEN = 82;
    static final short AS = 83;
    /** ALL, DISTINCT, TOP: allowed between SELECT and its list. */
    static final short QUANTIFIER = 84;
    /** OUTFILE, DUMPFILE. */
    static final short FILE = 85;

    static final short PROCEDURE = 86;
    static final short BEGIN = 87;
    static final short COLLATE = 88;
    /** BINARY, ANY, INTERVAL, PRIOR: before an operand. */
    static final short PREFIX = 89;
    /** DIV, MOD. */
    static final short WORD_ARITH = 90;

    static final short TYPE = 91;
    static final short IF = 92;
    static final short CONVERT = 93;
    static final short CHAR = 94;
    static final short SOUNDS = 95;
    static final short GLOBAL = 96;
    static final short IMMEDIATE = 97;
    static final short PROGRAM = 98;
    static final short MASTER = 99;
    static final short ANALYSE = 100;
    static final short ELSE = 101;
    static final short COPY = 102;
    static final short LOAD = 103;
    static final short USING = 104;
    static final short USE = 105;
    static final short JOIN = 106;
    static final short GROUP = 107;
    static final short TOP = 108;
    static final short DUAL = 109;
    static final short MATCH = 110;

    /** A set of kinds. */
    record Kinds(long low, long high) {
        static Kinds of(int... kinds) {
            Kinds set = new Kinds(0, 0);
            for (int kind : kinds) {
                long bit = 1L << kind;
                set = kind < Long.SIZE ? new Kinds(set.low | bit, set.high) : new Kinds(set.low, set.high | bit);
            }
            return set;
        }

        private Kinds with(Kinds other) {
            return new Kinds(low | other.low, high | other.high);
        }

        boolean have(int kind) {
            return ((kind < Long.SIZE ? low : high) >>> kind & 1) != 0;
        }
    }

    private static final Kinds LITERALS = Kinds.of(NUM, STR, OPEN, NULL, BOOL, SYSVAR, VAR);
    private static final Kinds FUNCTIONS = Kinds.of(FUNC, SURE, TELLING, NILADIC, CHAR, CONVERT, IF);
    private static final Kinds PLAIN_NAMES =
            Kinds.of(WORD, QUOTED_NAME, META, SECRET).with(FUNCTIONS);
    private static final Kinds NAMES = Kinds.of(
                    WEAK_OBJECT, OBJECT, TYPE, DUAL, MATCH, DELAY, PROGRAM, MASTER, DDL, USE)
            .with(PLAIN_NAMES);
    private static final Kinds VALUE_KINDS = LITERALS.with(PLAIN_NAMES);
    private static final Kinds WORDS = Kinds.of(
            NUM, NULL, BOOL, SYSVAR, VAR, WORD, META, SECRET, PROSE, FUNC, SURE, TELLING, NILADIC, CHAR, CONVERT, IF);
    private static final Kinds UNARY = Kinds.of(NOT, BANG, PREFIX, LPAR);
    private static final Kinds BEHIND_NUMBERS =
            Kinds.of(LOGIC, UNION, SELECT, FROM, LIKE, WORD_ARITH, BETWEEN, HAVING, GROUP, ORDER, WAITFOR, PROCEDURE);
    private static final Kinds DECISIVE =
            Kinds.of(CMP, LIKE, JSON, QMARK, NOT, SOUNDS, IS, IN, BETWEEN, CAST_MARK, LINE, SEMI, END);
    private static final Kinds INERT = Kinds.of(
                    VAR, NUM, STR, OPEN, WORD, QUOTED_NAME, NULL, BOOL, PROSE, SECRET, ARITH, STAR, NOT, BANG)
            .with(Kinds.of(LPAR, RPAR, COMMA, SEMI, DOT, LBRACE, RBRACE, QMARK, OTHER, BREAK));
    private static final Kinds COMPARISONS = Kinds.of(CMP, LIKE, JSON);
    private static final Kinds ARITHMETIC = Kinds.of(ARITH, STAR, WORD_ARITH);
    private static final Kinds STOPS = Kinds.of(END, LINE, SEMI);

    private TokenKind() {}

    /** The kind whose constant has this name. */
    static short named(String name) {
        try {
            return TokenKind.class.getDeclaredField(name).getShort(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no kind of token is named " + name, e);
        }
    }

    /** A literal, which cannot be a name. */
    static boolean isLiteral(int kind) {
        return LITERALS.have(kind);
    }

    /** Can be a column, an alias or the name of a function. */
    static boolean isName(int kind) {
        return NAMES.have(kind);
    }

    /** The name of a function, of other languages too. */
    static boolean isFunction(int kind) {
        return kind >= FUNC && kind <= TELLING;
    }

    /** The name of a function that exists only in databases, or also in prose. */
    static boolean isDatabaseFunction(int kind) {
        return kind == SURE || kind == TELLING;
    }

    /** Can be an operand of arithmetic. */
    static boolean isValue(int kind) {
        return VALUE_KINDS.have(kind);
    }

    /** A value or a word that is not a keyword: in SQL, no two of them are adjacent. */
    static boolean isWord(int kind) {
        return WORDS.have(kind);
    }

    /** Can precede an operand. */
    static boolean isUnary(int kind) {
        return UNARY.have(kind);
    }

    /** Recognized directly after a number, without a space. */
    static boolean isBehindNumbers(int kind) {
        return BEHIND_NUMBERS.have(kind);
    }

    /** No rule starts at it: other rules only look at it. */
    static boolean isInert(int kind) {
        return INERT.have(kind);
    }

    /** The operand of AND or OR counts if this follows it. */
    static boolean isDecisive(int kind) {
        return DECISIVE.have(kind);
    }

    static boolean isComparison(int kind) {
        return COMPARISONS.have(kind);
    }

    static boolean isArithmetic(int kind) {
        return ARITHMETIC.have(kind);
    }

    static boolean isJunction(int kind) {
        return kind == LOGIC || kind == PIPES;
    }

    /** A statement can end here. */
    static boolean isStop(int kind) {
        return STOPS.have(kind);
    }
}
