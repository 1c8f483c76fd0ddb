package io.marketbell.injection.detector.sql;

import io.marketbell.injection.detector.text.MutableText;
import java.util.Arrays;

/**
 * A text split into tokens: the kind and the position of each, in two arrays. Readings of one text copy from each
 * other.
 */
abstract class TokenList {
    /** Usual number of characters per token, as a lower bound. */
    private static final int USUAL = 4;

    private static final int FEW = 64;

    private final MutableText text;
    /** The signs of obfuscation in the text. */
    private Obfuscation obfuscation = new Obfuscation();

    private byte[] kinds;
    /** Start and end of each token. */
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

    /** @return the end of the token */
    int add(short kind, int from, int to) {
        if (size == kinds.length) {
            reserve(expected(from));
        }
        kinds[size] = (byte) kind;
        places[size++] = (long) from << 32 | to;
        return to;
    }

    /** The expected number of tokens if the rest of the text is as dense as the part read. */
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

    /**
     * Copies tokens of another reading, and the obfuscation from the position up to the first token that is not copied.
     */
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

    /** All further tokens are those of another reading. */
    void goOnAs(Tokens other, int first, int place) {
        source = other;
        own = size;
        add(other, first, other.size(), place);
    }

    /** Moves a token to the index of a removed one. */
    void move(int i, int forward) {
        kinds[forward] = kinds[i];
        places[forward] = places[i];
    }

    /** Removes the tokens in between. The range ends where the tokens of another reading start, or after that. */
    void leaveOut(int first, int end) {
        System.arraycopy(kinds, end, kinds, first, size - end);
        System.arraycopy(places, end, places, first, size - end);
        size -= end - first;
        own = source == null ? own : first;
    }

    /** The first token, from this one on, that does not start before the position. */
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

    /** The reading that the last tokens come from; null if all were read here. */
    Tokens source() {
        return source;
    }

    /** The number of tokens before those of another reading. */
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

    /** The first token from this one on at which a rule may start; the number of tokens if there is none. */
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

    /** The last character of a token. */
    char last(int i) {
        return text.all[to(i) - 1];
    }

    /** A character of a token after its first one. */
    char behindFirst(int i, int ahead) {
        return text.all[from(i) + ahead];
    }

    /** The character before a token; 0 at the start of the text. */
    char before(int i) {
        return from(i) > 0 ? text.all[from(i) - 1] : 0;
    }

    /** Whether at most one word, of at most this many characters, precedes a token. */
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

    /** Matches parentheses. Returns for each token the index of the matching one plus 1; 0 if there is none. */
    int[] pairs() {
        int[] found = new int[size];
        int open = 0; // the innermost open one, plus 1; each entry holds the enclosing one
        for (int i = 0; i < size; i++) {
            int kind = kinds[i];
            if (kind == TokenKind.LPAR) {
                found[i] = open;
                open = i + 1;
            } else if (kind == TokenKind.RPAR && open > 0) {
                int around = found[open - 1];
                found[open - 1] = i + 1;
                found[i] = open;
                open = around;
            }
        }
        while (open > 0) {
            int around = found[open - 1];
            found[open - 1] = 0;
            open = around;
        }
        return found;
    }

    int textLength() {
        return text.length();
    }
}
