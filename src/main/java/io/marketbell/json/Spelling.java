package io.marketbell.json;

import java.util.Collection;
import java.util.Locale;

/** Suggests corrections for mistyped names. */
public final class Spelling {
    /** Maximum edit distance at which a word still counts as a misspelling. */
    private static final int FURTHEST = 3;

    /** Longer than any known word. Longer input is not compared, and is shortened in messages. */
    private static final int LONGEST = 40;

    private Spelling() {}

    /** Returns the word for use in an error message, shortened to a maximum length. */
    public static String excerpt(String word) {
        return word.length() <= LONGEST ? word : word.substring(0, LONGEST) + "…";
    }

    /** Returns a suggestion to append to an error message: the nearest word, or all known words if none is near. */
    public static String hint(String word, Collection<String> candidates) {
        if (word.length() <= LONGEST) {
            String folded = folded(word);
            String nearest = null;
            int least = Math.min(FURTHEST, 1 + word.length() / 4) + 1;
            for (String candidate : candidates) {
                int distance = distance(folded, folded(candidate));
                if (distance < least) {
                    least = distance;
                    nearest = candidate;
                }
            }
            if (nearest != null) {
                return "; did you mean " + nearest + "?";
            }
        }
        return "; known: " + String.join(", ", candidates);
    }

    private static String folded(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Returns the Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
