package io.marketbell.injection.detector;

import java.util.Arrays;

/** A text cut into tokens: what each is and where it stands, in two arrays. Readings of one text copy from each other. */
abstract class TokenList {
    /** Of how many characters most tokens are one, at least. */
    private static final int USUAL = 4;

    private static final int FEW = 64;

    private final MutableText text;
    /** What the text holds beside its tokens. */
    private Obfuscation obfuscation = new Obfuscation();

    private byte[] kinds;
    /** Beginning and end of each. */
    private long[] places;

    private int size;
    private Tokens source;
    private int own = Integer.MAX_VALUE;

    TokenList(MutableText text) {
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
    void add(TokenList other, int first, int end, int place) {
        copy(other, first, end);
        obfuscation.add(other.obfuscation, place, end < other.size ? other.from(end) : Integer.MAX_VALUE);
    }

    private void copy(TokenList other, int first, int end) {
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
        add(other, first, other.size(), place);
    }

    /** Moves a token forward over those that are left out. */
    void move(int i, int forward) {
        kinds[forward] = kinds[i];
        places[forward] = places[i];
    }

    /** Leaves out what stands between, which ends where those of another reading begin, or behind that. */
    void leaveOut(int first, int end) {
        System.arraycopy(kinds, end, kinds, first, size - end);
        System.arraycopy(places, end, places, first, size - end);
        size -= end - first;
        own = source == null ? own : first;
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

    Obfuscation obfuscation() {
        return obfuscation;
    }

    int size() {
        return size;
    }

    int kind(int i) {
        return i < 0 || i >= size ? TokenKind.END : kinds[i];
    }

    /** The first token from here on that a rule may begin with; their number where there is none. */
    int nextLive(int i, int end) {
        int at = i;
        while (at < end && TokenKind.isInert(kinds[at])) {
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

    /** Whether at most one word, of at most so many characters, precedes a token. */
    boolean isOneWordBefore(int i, int longest) {
        int end = from(i);
        boolean gap = false;
        for (int at = 0; at < end && at <= longest; at++) {
            boolean blank = text.all[at] <= ' ';
            if (!blank && gap) {
                return false;
            }
            gap |= blank && at > 0;
        }
        return end <= longest;
    }

    int[] pairs() {
        return Parentheses.pairs(kinds, size);
    }

    int textLength() {
        return text.length();
    }
}
