package io.marketbell.injection.detector.sql;

/**
 * How much the signs of an attack count, and how far rules look for them.
 *
 * <p>The strongest signs of different rules are added; a text with the sum {@link #CERTAIN} is an attack. So each
 * weight says which other sign completes it. A sign has the largest weight at which the harmless samples still pass
 * ({@code ConfusionMatrixTest}).
 */
final class Weights {
    /** Does not occur in harmless texts, so that it is enough by itself. */
    static final int CERTAIN = 10;
    /** Occurs in harmless texts without any other sign. */
    static final int ALMOST_CERTAIN = 9;
    /** Needs one that also occurs in prose. */
    static final int STRONG = 8;
    /** Needs a weak one. */
    static final int LIKELY = 7;
    /** Needs a possible one. */
    static final int PROBABLE = 6;
    /** Needs another half. */
    static final int HALF = 5;
    /** Usual in program code and in conditions. */
    static final int POSSIBLE = 4;
    /** Also occurs in notes, by their punctuation. */
    static final int WEAK = 3;
    /** Also occurs in prose. */
    static final int HINT = 2;
    /** Decides only between texts that need one point. */
    static final int TRACE = 1;

    /** A statement starts after a semicolon that follows a value: it is stacked. */
    static final int STACKED = 4;
    /** A statement starts directly after a value, a quote or a comment. */
    static final int ATTACHED = 3;
    /** A statement starts after another semicolon, as clauses of prose do. */
    static final int SEPARATED = 2;

    /** The points of a rule are stored in a byte. */
    static final int MAXIMUM = 100;

    /** Maximum number of adjacent closing parentheses, dots or arithmetic operators skipped: attacks have fewer. */
    static final int RUN = 8;
    /** Maximum number of tokens between the parts of an expression; also the maximum number of signs before a value. */
    static final int EXPRESSION = 24;
    /** Maximum number of tokens read of a list or a condition: a longer one does not occur by chance. */
    static final int LIST = 400;
    /** Maximum number of column numbers, with their commas. */
    static final int COLUMNS = 64;
    /** Maximum number of characters of names that are compared. */
    static final int NAME = 64;
    /** Maximum number of characters of a value that a quote ends. */
    static final int VALUE = 40;
    /** Maximum number of tokens of a short text, or after a comment that ends an attack. */
    static final int BRIEF = 4;
    /** Maximum number of tokens before the parenthesis that another parameter closes. */
    static final int OPENING = 6;
    /** Maximum number of characters that an attack leaves after its comment. */
    static final int TAIL = 16;
    /** Maximum number of characters of the string that the surrounding statement ends. */
    static final int OPEN_STRING = 25;

    private Weights() {}
}
