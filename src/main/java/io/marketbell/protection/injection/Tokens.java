package io.marketbell.protection.injection;

import java.util.Arrays;

/** A text cut into tokens. Reading before the first or behind the last one gives {@link Kind#END}. */
final class Tokens {
    private final String text;
    private short[] kinds;
    private int[] places;
    private int size;
    private int[] partners;
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

    /** Behind the parenthesis that closes the one here; the text's end where none does. */
    int afterParentheses(int open) {
        return partner(open) < 0 ? size : partner(open) + 1;
    }

    /** The other one of a pair of parentheses, or -1. All pairs are found in one go: asking costs nothing. */
    int partner(int parenthesis) {
        if (partners == null) {
            partners = pairs();
        }
        return partners[parenthesis];
    }

    private int[] pairs() {
        int[] found = new int[size];
        int open = -1; // the innermost one that is open; each holds the one around it
        for (int i = 0; i < size; i++) {
            found[i] = -1;
            if (kinds[i] == Kind.LPAR) {
                found[i] = open;
                open = i;
            } else if (kinds[i] == Kind.RPAR && open >= 0) {
                int around = found[open];
                found[open] = i;
                found[i] = open;
                open = around;
            }
        }
        while (open >= 0) {
            int around = found[open];
            found[open] = -1;
            open = around;
        }
        steps += size;
        return found;
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
