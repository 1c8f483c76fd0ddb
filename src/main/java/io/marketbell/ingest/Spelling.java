package io.marketbell.ingest;

import java.util.Collection;
import java.util.Locale;

/** Guesses what was meant by a word that is not among those allowed. */
final class Spelling {
    private Spelling() {}

    /** A hint to append to a fault's detail; empty where nothing is close. */
    static String hint(String given, Collection<String> allowed) {
        if (given.length() > 32) {
            return "";
        }
        String closest = null;
        int least = Math.min(3, 1 + given.length() / 4);
        for (String word : allowed) {
            int distance = distance(given.toUpperCase(Locale.ROOT), word.toUpperCase(Locale.ROOT));
            if (distance < least || (distance == least && closest == null)) {
                least = distance;
                closest = word;
            }
        }
        return closest == null ? "" : "; did you mean " + closest + "?";
    }

    /** Levenshtein's: how many letters must be added, removed or changed. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
