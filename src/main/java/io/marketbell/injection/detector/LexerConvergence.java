package io.marketbell.injection.detector;

/**
 * Where readings of a text meet. Outside of strings a token depends on where it begins and on nothing before it: if one
 * reading has cut a token at a place, all others that come there have the same one, and all that follow it.
 */
final class LexerConvergence {
    private static final int READINGS = 4;

    /** A bit for each place where a token begins. */
    private final long[] places;

    private final Tokens[] readings = new Tokens[READINGS];
    private final int[] tokens = new int[READINGS];
    private int count;
    private int found;

    /** @param length of the text; 0 where there is one reading only, and nothing need be noted */
    LexerConvergence(int length) {
        this.places = new long[length + 63 >> 6];
    }

    /** A token is cut here. */
    void note(int place) {
        if (place >> 6 < places.length) {
            places[place >> 6] |= 1L << place;
        }
    }

    /** Whether a token of a reading that was closed begins here; if none does, one is cut. In the order of the text. */
    boolean meets(int place) {
        if (isAt(place)) {
            return true;
        }
        note(place);
        return false;
    }

    /** The reading is cut. */
    void close(Tokens reading) {
        readings[count++] = reading;
        rewind();
    }

    /** Places are asked for from the text's begin again. */
    void rewind() {
        for (int i = 0; i < count; i++) {
            tokens[i] = readings[i].isBroken() ? 1 : 0;
        }
    }

    /** Whether a token of a reading that was closed begins here. Places are asked for in the order of the text. */
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

    /** Whose token was found last. */
    Tokens reading() {
        return readings[found];
    }

    int token() {
        return tokens[found];
    }
}
