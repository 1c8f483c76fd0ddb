package io.marketbell.channel;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Helps those who mistyped a word of the vocabulary. */
final class Spelling {
    /** Words further apart than this are not the same word mistyped. */
    private static final int FURTHEST = 3;

    private static final int LONGEST = 40;

    private Spelling() {}

    /** The word as it may be repeated to the client: not at any length. */
    static String excerpt(String word) {
        return word.length() <= LONGEST ? word : word.substring(0, LONGEST) + "…";
    }

    /** What to write instead: the nearest word, or where none is near, all of them. */
    static <E extends Enum<E>> String hint(String word, E[] known) {
        String upper = word.length() <= LONGEST ? word.toUpperCase(Locale.ROOT).replace('-', '_') : "";
        E nearest = known[0];
        int least = Integer.MAX_VALUE;
        for (E candidate : known) {
            int distance = distance(upper, candidate.name());
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        if (least <= FURTHEST) {
            return "; did you mean " + nearest + "?";
        }
        return "; known are " + Arrays.stream(known).map(Enum::name).collect(Collectors.joining(", "));
    }

    /** How many letters to insert, delete or replace (Levenshtein). */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        Arrays.setAll(previous, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
