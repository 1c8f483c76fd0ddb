package io.marketbell.protection.injection;

/**
 * Where readings of a text meet. Outside of strings a token depends on where it begins and on nothing before it: if one
 * reading has cut a token at a place, all others that come there have the same one, and all that follow it.
 */
final class Meeting {
    private static final int READINGS = 4;

    /** By place: number of the reading and of its token, 0 where none begins. */
    private final int[] cells;

    private final Tokens[] readings = new Tokens[READINGS];
    private int count;

    /** @param length of the text; 0 where there is one reading only, and nothing need be noted */
    Meeting(int length) {
        this.cells = new int[length];
    }

    /** The reading that is being cut looks for a token here. */
    void note(int place, int token) {
        if (place < cells.length) {
            cells[place] = (token * READINGS | count) + 1;
        }
    }

    /** The reading is cut; notes that follow are of the next one. */
    void close(Tokens reading) {
        readings[count++] = reading;
    }

    /** Whether a reading that was closed looked for a token here. */
    boolean isAt(int place) {
        return place < cells.length && cells[place] != 0;
    }

    Tokens reading(int place) {
        return readings[cells[place] - 1 & READINGS - 1];
    }

    /** Number of the token that was found; that of the reading's end where none was. */
    int token(int place) {
        return (cells[place] - 1) / READINGS;
    }
}
