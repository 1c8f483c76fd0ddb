package io.marketbell.protection.injection;

import java.util.Arrays;

/** A text cut into tokens. Reading before the first or behind the last one gives {@link Kind#END}. */
final class Tokens {
    private final String text;
    private short[] kinds;
    private int[] places;
    private int size;
    /** What the text holds beside its tokens. */
    int comments;

    /** Comments that tear a word apart. */
    int tears;

    /** Keywords that are written as nobody writes them. */
    int odd;

    boolean conditional;
    int steps;

    Tokens(String text) {
        this.text = text;
        int guess = 16 + text.length() / 3;
        kinds = new short[guess];
        places = new int[2 * guess];
    }

    void add(short kind, int from, int to) {
        if (size == kinds.length) {
            kinds = Arrays.copyOf(kinds, kinds.length * 2);
            places = Arrays.copyOf(places, places.length * 2);
        }
        kinds[size] = kind;
        places[2 * size] = from;
        places[2 * size + 1] = to;
        size++;
    }

    int size() {
        return size;
    }

    int kind(int i) {
        steps++;
        return i < 0 || i >= size ? Kind.END : kinds[i];
    }

    void turn(int i, short kind) {
        kinds[i] = kind;
    }

    int from(int i) {
        return places[2 * i];
    }

    int to(int i) {
        return places[2 * i + 1];
    }

    /** The first character of a token. */
    char first(int i) {
        return text.charAt(from(i));
    }

    boolean glued(int i) {
        return i > 0 && i < size && to(i - 1) == from(i);
    }

    boolean is(int i, String word) {
        return i >= 0
                && i < size
                && to(i) - from(i) == word.length()
                && text.regionMatches(true, from(i), word, 0, word.length());
    }

    boolean same(int i, int j) {
        int length = to(i) - from(i);
        return length <= 64 && length == to(j) - from(j) && text.regionMatches(true, from(i), text, from(j), length);
    }

    /** After the operand that begins here: a call with what is in its parentheses, a name with its dots. */
    int afterOperand(int i) {
        int at = i + 1;
        while (kind(at) == Kind.DOT && at - i < 8) {
            at += 2;
        }
        if (kind(at) == Kind.QUOTED_NAME && first(at) == '[' && glued(at)) {
            at++; // an element of an array
        }
        return kind(at) == Kind.LPAR ? afterParentheses(at) : at;
    }

    /** At most a few tokens far, so that the whole stays linear; what is longer counts as its beginning. */
    int afterParentheses(int open) {
        int depth = 0;
        for (int i = open; i < open + 32; i++) {
            int kind = kind(i);
            if (kind == Kind.LPAR) {
                depth++;
            } else if (kind == Kind.RPAR && --depth == 0) {
                return i + 1;
            } else if (kind == Kind.END) {
                return i;
            }
        }
        return open + 32;
    }

    /** Past what may stand before an operand. */
    int afterUnary(int i) {
        int at = i;
        while (at < i + 24
                && (Kind.isUnary(kind(at), isSign(at)) || kind(at) == Kind.QUANTIFIER && kind(at + 1) == Kind.LPAR)) {
            at++;
        }
        return at;
    }

    private boolean isSign(int i) {
        return kind(i) == Kind.ARITH && "-+~".indexOf(first(i)) >= 0 || kind(i) == Kind.LINE && first(i) == '-';
    }

    /** A call with nothing in its parentheses. */
    boolean isEmptyCall(int i) {
        return kind(i + 1) == Kind.LPAR && kind(i + 2) == Kind.RPAR;
    }

    /** Whether a value or a name stands here; an article is a name to a database if it is compared. */
    boolean isOperand(int i) {
        int kind = kind(i);
        return Kind.isLiteral(kind)
                || Kind.isName(kind)
                || kind == Kind.LIKE && kind(i + 1) == Kind.LPAR
                || kind == Kind.PROSE && (kind(i + 1) == Kind.CMP || kind(i - 1) == Kind.CMP);
    }

    String text() {
        return text;
    }
}
