package io.marketbell.injection.detector.sql;

import io.marketbell.injection.detector.text.MutableText;

/**
 * Queries of the rules on a text split into tokens. {@link TokenKind#END} precedes the first token and follows the
 * last. Not final, so that a test can count accesses: counting here took a third of the time.
 */
public class Tokens extends TokenList {
    private int[] partners;

    public Tokens(MutableText text) {
        super(text);
    }

    /** Whether the text is read as starting in a string that it ends. */
    boolean isBroken() {
        return size() > 0 && kind(0) == TokenKind.BREAK;
    }

    /** Whether the rest of the line may be a comment; not a comment of the form {@code /*}. */
    boolean isLineComment(int i) {
        return kind(i) == TokenKind.LINE && first(i) != '/';
    }

    boolean glued(int i) {
        return i > 0 && i < size() && to(i - 1) == from(i);
    }

    /** Whether a token is this word, ignoring case; the word must be in lower case. */
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

    /**
     * Whether it is a string without an end that begins with a comment: the quote of the surrounding statement ends the
     * string before it, and the rest is cut off.
     */
    boolean isCommented(int i) {
        if (i <= 0 || kind(i) != TokenKind.OPEN || length(i) < 4) {
            return false;
        }
        int from = behindFirst(i, 1) == ' ' ? 2 : 1;
        char sign = behindFirst(i, from);
        return sign == behindFirst(i, from + 1) && sign == '-' || sign == '/' && behindFirst(i, from + 1) == '*';
    }

    /** Whether it is a word of one letter, which may be a name and a word of prose. */
    boolean isShort(int i) {
        return kind(i) == TokenKind.PROSE && length(i) == 1;
    }

    boolean same(int i, int j) {
        if (i < 0 || j < 0 || i >= size() || j >= size()) {
            return false;
        }
        int length = length(i);
        if (length > Weights.NAME || length != length(j)) {
            return false;
        }
        for (int n = 0; n < length; n++) {
            if (Character.toLowerCase(behindFirst(i, n)) != Character.toLowerCase(behindFirst(j, n))) {
                return false;
            }
        }
        return true;
    }

    /** The token after the operand that starts here: a call with its arguments, or a qualified name. */
    int afterOperand(int i) {
        int at = i + 1;
        while (kind(at) == TokenKind.DOT && at - i < Weights.RUN) {
            at += 2;
        }
        if (kind(at) == TokenKind.QUOTED_NAME && first(at) == '[' && glued(at)) {
            at++; // an array element
        }
        return kind(at) == TokenKind.LPAR ? afterParentheses(at) : at;
    }

    /** The token after the matching closing parenthesis; the end of the text if there is none. */
    int afterParentheses(int open) {
        return partner(open) < 0 ? size() : partner(open) + 1;
    }

    /** The matching parenthesis, or -1. All pairs are found in one pass, so a call takes constant time. */
    int partner(int parenthesis) {
        if (partners == null) {
            partners = pairs();
        }
        return partners[parenthesis] - 1;
    }

    /** Whether these kinds follow each other from this token on. */
    boolean are(int i, int first, int second, int third, int fourth) {
        return kind(i) == first && kind(i + 1) == second && kind(i + 2) == third && kind(i + 3) == fourth;
    }

    /** The token after all unary operators. */
    int afterUnary(int i) {
        int at = i;
        while (at < i + Weights.EXPRESSION && isUnary(at)) {
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

    /** Whether this is a call without arguments. */
    boolean isEmptyCall(int i) {
        return kind(i + 1) == TokenKind.LPAR && kind(i + 2) == TokenKind.RPAR;
    }

    /** Whether this is a value or a name; a database reads an article as a name if it is compared. */
    boolean isOperand(int i) {
        int kind = kind(i);
        return TokenKind.isLiteral(kind)
                || TokenKind.isName(kind)
                || kind == TokenKind.LIKE && kind(i + 1) == TokenKind.LPAR
                || kind == TokenKind.PROSE && (kind(i + 1) == TokenKind.CMP || kind(i - 1) == TokenKind.CMP);
    }

    /**
     * Decodes pluses as spaces, as in form data, except between two values, where an addition may be intended. This
     * hides nothing that a database would execute: no keyword is adjacent to a real plus, and a sign before a value
     * carries no weight. Changes only the tokens that this reading does not share with another one.
     */
    void decodePluses() {
        int end = afterPluses(own());
        int count = 0;
        int next = 0; // the first token after the run of pluses that i belongs to: found once for each run
        for (int i = 0; i < end; i++) {
            boolean plus = isPlus(i);
            if (plus && i >= next) {
                next = afterPluses(i);
            }
            if (!plus || isAddition(kind(count - 1), kind(next))) {
                move(i, count++);
            }
        }
        if (count < end) {
            leaveOut(count, end);
        }
    }

    /** Whether a plus between them is an addition; a name before a parenthesis is a function. */
    private static boolean isAddition(int left, int right) {
        boolean value = TokenKind.isValue(left) || left == TokenKind.RPAR || left == TokenKind.BREAK;
        return value && (TokenKind.isValue(right) || right == TokenKind.LPAR && !TokenKind.isName(left));
    }

    private boolean isPlus(int i) {
        return kind(i) == TokenKind.ARITH && first(i) == '+';
    }

    private int afterPluses(int i) {
        int at = i;
        while (isPlus(at)) {
            at++;
        }
        return at;
    }
}
