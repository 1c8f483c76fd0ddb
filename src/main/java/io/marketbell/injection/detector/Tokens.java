package io.marketbell.injection.detector;

/**
 * What rules ask of a text cut into tokens. Before the first and behind the last one stands {@link TokenKind#END}. Not final,
 * that a test may count how often they are looked at: counting here took a third of the time.
 */
class Tokens extends TokenList {
    private int[] partners;

    Tokens(MutableText text) {
        super(text);
    }

    /** Whether the text is read as standing in a quote that it ends. */
    boolean isBroken() {
        return size() > 0 && kind(0) == TokenKind.BREAK;
    }

    /** What follows on its line may be a comment; no comment of {@code /*}. */
    boolean isLineComment(int i) {
        return kind(i) == TokenKind.LINE && first(i) != '/';
    }

    boolean glued(int i) {
        return i > 0 && i < size() && to(i - 1) == from(i);
    }

    /** Whether a token is this word, ignoring case; the word is given in small letters. */
    boolean is(int i, String word) {
        if (i < 0 || i >= size() || length(i) != word.length()) {
            return false;
        }
        for (int n = 0; n < word.length(); n++) {
            if ((behindFirst(i, n) | 32) != word.charAt(n)) {
                return false;
            }
        }
        return true;
    }

    boolean same(int i, int j) {
        int length = length(i);
        if (length > 64 || length != length(j)) {
            return false;
        }
        for (int n = 0; n < length; n++) {
            if (Character.toLowerCase(behindFirst(i, n)) != Character.toLowerCase(behindFirst(j, n))) {
                return false;
            }
        }
        return true;
    }

    /** After the operand that begins here: a call with what is in its parentheses, a name with its dots. */
    int afterOperand(int i) {
        int at = i + 1;
        while (kind(at) == TokenKind.DOT && at - i < 8) {
            at += 2;
        }
        if (kind(at) == TokenKind.QUOTED_NAME && first(at) == '[' && glued(at)) {
            at++; // an element of an array
        }
        return kind(at) == TokenKind.LPAR ? afterParentheses(at) : at;
    }

    /** Behind the parenthesis that closes the one here; the text's end where none does. */
    int afterParentheses(int open) {
        return partner(open) < 0 ? size() : partner(open) + 1;
    }

    /** The other one of a pair of parentheses, or -1. All pairs are found in one go: asking costs nothing. */
    int partner(int parenthesis) {
        if (partners == null) {
            partners = pairs();
        }
        return partners[parenthesis] - 1;
    }

    /** Past what may stand before an operand. */
    int afterUnary(int i) {
        int at = i;
        while (at < i + 24 && isUnary(at)) {
            at++;
        }
        return at;
    }

    private boolean isUnary(int i) {
        int kind = kind(i);
        return TokenKind.isUnary(kind)
                || kind == TokenKind.ARITH && "-+~".indexOf(first(i)) >= 0
                || kind == TokenKind.LINE && first(i) == '-'
                || kind == TokenKind.QUANTIFIER && kind(i + 1) == TokenKind.LPAR;
    }

    /** A call with nothing in its parentheses. */
    boolean isEmptyCall(int i) {
        return kind(i + 1) == TokenKind.LPAR && kind(i + 2) == TokenKind.RPAR;
    }

    /** Whether a value or a name stands here; an article is a name to a database if it is compared. */
    boolean isOperand(int i) {
        int kind = kind(i);
        return TokenKind.isLiteral(kind)
                || TokenKind.isName(kind)
                || kind == TokenKind.LIKE && kind(i + 1) == TokenKind.LPAR
                || kind == TokenKind.PROSE && (kind(i + 1) == TokenKind.CMP || kind(i - 1) == TokenKind.CMP);
    }
}
