package io.marketbell.protection.injection;

import java.util.Arrays;

/**
 * A text cut into tokens. Reading before the first or behind the last one gives {@link Kind#END}. Not final, that a test
 * may count how often they are looked at: counting here took a third of the time.
 */
class Tokens {
    /** Of how many characters most tokens are one, at least. */
    private static final int USUAL = 4;

    private static final int FEW = 64;

    private final Chars text;
    /** What the text holds beside its tokens. */
    private Disguise disguise = new Disguise();

    private byte[] kinds;
    /** Beginning and end of each. */
    private long[] places;

    private int size;
    private Tokens source;
    private int own = Integer.MAX_VALUE;
    private int[] partners;

    Tokens(Chars text) {
        int capacity = 2 + Math.min(text.length() / USUAL, FEW);
        this.text = text;
        this.kinds = new byte[capacity];
        this.places = new long[capacity];
    }

    /** @return the token's end */
    int add(short kind, int from, int to) {
        if (size == kinds.length) {
            reserve(expected(from));
        }
        kinds[size] = (byte) kind;
        places[size++] = (long) from << 32 | to;
        return to;
    }

    /** How many there will be if the rest of the text is as dense as what was cut. */
    private int expected(int cut) {
        long dense = (long) size * text.length() / Math.max(cut, 1);
        return (int) Math.min(text.length(), dense + dense / 8) + FEW;
    }

    private void reserve(int capacity) {
        if (capacity > kinds.length) {
            kinds = Arrays.copyOf(kinds, capacity);
            places = Arrays.copyOf(places, capacity);
        }
    }

    /** Takes over some tokens of another reading, and what stands from the place on until the first that is not. */
    void add(Tokens other, int first, int end, int place) {
        copy(other, first, end);
        disguise.add(other.disguise, place, end < other.size ? other.from(end) : Integer.MAX_VALUE);
    }

    private void copy(Tokens other, int first, int end) {
        int more = end - first;
        if (size + more > kinds.length) {
            reserve(Math.max(size + more, expected(other.from(first))));
        }
        System.arraycopy(other.kinds, first, kinds, size, more);
        System.arraycopy(other.places, first, places, size, more);
        size += more;
    }

    /** From here on they are those of another reading. */
    void goOnAs(Tokens other, int first, int place) {
        source = other;
        own = size;
        add(other, first, other.size, place);
    }

    /**
     * As in a form's text, pluses are spaces: but for those between two values, which may be meant. What a database would
     * run loses nothing by it: no keyword stands beside a plus that is one, and a sign before a value is of no weight. Of
     * those tokens only that are no other reading's.
     */
    void leaveOutPluses() {
        int end = behindPluses(own());
        int count = 0;
        for (int i = 0; i < end; i++) {
            if (!isPlus(i) || adds(kind(count - 1), kind(behindPluses(i + 1)))) {
                kinds[count] = kinds[i];
                places[count++] = places[i];
            }
        }
        if (count < end) {
            System.arraycopy(kinds, end, kinds, count, size - end);
            System.arraycopy(places, end, places, count, size - end);
            size -= end - count;
            own = source == null ? own : count;
        }
    }

    /** Whether a plus between them adds; a name before a parenthesis is a function's. */
    private static boolean adds(int left, int right) {
        boolean value = Kind.isValue(left) || left == Kind.RPAR || left == Kind.BREAK;
        return value && (Kind.isValue(right) || right == Kind.LPAR && !Kind.isName(left));
    }

    private boolean isPlus(int i) {
        return kinds[i] == Kind.ARITH && first(i) == '+';
    }

    private int behindPluses(int i) {
        int at = i;
        while (at < size && isPlus(at)) {
            at++;
        }
        return at;
    }

    /** From one token on the first that does not begin before the place. */
    int next(int i, int place) {
        int next = i;
        while (next < size && from(next) < place) {
            next++;
        }
        return next;
    }

    boolean begins(int i, int place) {
        return i < size && from(i) == place;
    }

    void removeLast() {
        size--;
    }

    /** The reading whose tokens the last ones are; null where all were cut here. */
    Tokens source() {
        return source;
    }

    /** How many come before those of another reading. */
    int own() {
        return Math.min(own, size);
    }

    Disguise disguise() {
        return disguise;
    }

    /** Whether the text is read as standing in a quote that it ends. */
    boolean isBroken() {
        return size > 0 && kind(0) == Kind.BREAK;
    }

    int size() {
        return size;
    }

    int kind(int i) {
        return i < 0 || i >= size ? Kind.END : kinds[i];
    }

    /** The first token from here on that a rule may begin with; their number where there is none. */
    int nextLive(int i, int end) {
        int at = i;
        while (at < end && Kind.isInert(kinds[at])) {
            at++;
        }
        return at;
    }

    int from(int i) {
        return (int) (places[i] >>> 32);
    }

    int to(int i) {
        return (int) places[i];
    }

    /** What follows on its line may be a comment; no comment of {@code /*}. */
    boolean isLineComment(int i) {
        return kinds[i] == Kind.LINE && first(i) != '/';
    }

    int length(int i) {
        return to(i) - from(i);
    }

    /** The first character of a token. */
    char first(int i) {
        return text.all[from(i)];
    }

    /** The character behind the first ones of a token. */
    char behindFirst(int i, int ahead) {
        return text.all[from(i) + ahead];
    }

    /** The character before a token; 0 before the text. */
    char before(int i) {
        return from(i) > 0 ? text.all[from(i) - 1] : 0;
    }

    boolean glued(int i) {
        return i > 0 && i < size && to(i - 1) == from(i);
    }

    /** Whether a token is a word of small letters, in whatever case. */
    boolean is(int i, String word) {
        if (i < 0 || i >= size || length(i) != word.length()) {
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
            partners = Parentheses.pairs(kinds, size);
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
        return Kind.isUnary(kind)
                || kind == Kind.ARITH && "-+~".indexOf(first(i)) >= 0
                || kind == Kind.LINE && first(i) == '-'
                || kind == Kind.QUANTIFIER && kind(i + 1) == Kind.LPAR;
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

    int textLength() {
        return text.length();
    }
}
