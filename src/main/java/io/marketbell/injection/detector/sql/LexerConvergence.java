package io.marketbell.injection.detector.sql;

/**
 * Finds the positions where several readings of a text converge. Outside of strings, a token depends only on its start
 * position: if one reading has a token at a position, every other reading that reaches the position has the same token
 * and the same tokens after it.
 */
final class LexerConvergence {
    private static final int READINGS = 4;

    /** One bit for each position where a token starts. */
    private final long[] places;

    private final Tokens[] readings = new Tokens[READINGS];
    private final int[] tokens = new int[READINGS];
    private int count;
    private int found;

    /** @param length length of the text; 0 if there is only one reading, so nothing needs to be recorded */
    LexerConvergence(int length) {
        this.places = new long[length + 63 >> 6];
    }

    /** Records that a token starts here. */
    void note(int place) {
        if (place >> 6 < places.length) {
            places[place >> 6] |= 1L << place;
        }
    }

    /**
     * Whether a token of a closed reading starts here; if not, a token is recorded. Must be called in ascending order.
     */
    boolean meets(int place) {
        if (isAt(place)) {
            return true;
        }
        note(place);
        return false;
    }

    /** Closes a reading that is complete. */
    void close(Tokens reading) {
        readings[count++] = reading;
        rewind();
    }

    /** Restarts the queries at the beginning of the text. */
    void rewind() {
        for (int i = 0; i < count; i++) {
            tokens[i] = readings[i].isBroken() ? 1 : 0;
        }
    }

    /** Whether a token of a closed reading starts here. Must be called in ascending order. */
    boolean isAt(int place) {
        return place >> 6 < places.length && (places[place >> 6] & 1L << place) != 0 && find(place);
    }

    private boolean find(int place) {
        for (int i = 0; i < count; i++) {
            tokens[i] = readings[i].next(tokens[i], place);
            if (readings[i].begins(tokens[i], place)) {
                found = i;
                return true;
            }
        }
        return false;
    }

    /** The reading of the token found last. */
    Tokens reading() {
        return readings[found];
    }

    int token() {
        return tokens[found];
    }
}
