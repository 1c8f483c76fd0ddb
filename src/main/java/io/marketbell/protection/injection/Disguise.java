package io.marketbell.protection.injection;

import java.util.Arrays;

/** What was done to a text to hide what it says, and where. */
final class Disguise {
    /** In place of a space. */
    static final int COMMENT = 0;
    /** Tears a word apart. */
    static final int TEAR = 1;
    /** {@code uNiOn}. */
    static final int ODD_CASE = 2;
    /** A comment that one database runs. */
    static final int CONDITIONAL = 3;

    private static final int[] NONE = {};

    private int[] places = NONE;
    private int size;

    void add(int sort, int place) {
        if (size == places.length) {
            places = Arrays.copyOf(places, 2 * size + 8);
        }
        places[size++] = place << 2 | sort;
    }

    /** What another reading found from this place on. */
    void addFrom(Disguise other, int place) {
        for (int i = 0; i < other.size; i++) {
            if (other.places[i] >> 2 >= place) {
                add(other.places[i] & 3, other.places[i] >> 2);
            }
        }
    }

    boolean isTorn() {
        return count(COMMENT) > 0;
    }

    private int count(int sort) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            count += (places[i] & 3) == sort ? 1 : 0;
        }
        return count;
    }

    /** @param sql whether a word of SQL's is in the text */
    void weigh(Evidence evidence, Chars text, boolean sql) {
        if (size == 0) {
            return;
        }
        int comments = count(COMMENT);
        int tears = count(TEAR);
        int odd = count(ODD_CASE);
        evidence.add(Rule.DISGUISE, count(CONDITIONAL) == 0 ? 0 : sql ? 10 : 7);
        evidence.add(Rule.DISGUISE, comments == 0 ? 0 : !sql ? 2 : comments > 1 ? 7 : 5);
        evidence.add(Rule.DISGUISE, tears == 0 ? 0 : Math.min(10, tears * (isPath(text, comments) ? 3 : 5)));
        evidence.add(Rule.DISGUISE, odd == 0 ? 0 : odd > 1 ? 9 : 7);
    }

    /** Globs of paths look like comments. */
    private static boolean isPath(Chars text, int comments) {
        int slashes = 0;
        for (int i = 0; i < text.length(); i++) {
            slashes += text.all[i] == '/' ? 1 : 0;
        }
        return slashes != 2 * comments;
    }
}
