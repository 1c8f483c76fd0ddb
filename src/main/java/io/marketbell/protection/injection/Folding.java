package io.marketbell.protection.injection;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

/**
 * NFKC, as far as it ends in ASCII: fullwidth letters, small full stops, one dot leaders. Character by character from a
 * table: the library's normalising of a whole text sorts its combining marks, which takes quadratic time on a text made
 * for it.
 */
final class Folding {
    private static final byte[] SINGLE = new byte[0x10000];
    private static final Map<Character, String> SEVERAL = new HashMap<>();

    static {
        for (int c = 0xA1; c < 0x10000; c++) {
            if (c < 0xD800 || c > 0xF8FF) {
                learn((char) c);
            }
        }
        // Solidi that NFKC leaves alone, but best-fit conversions do not.
        for (char slash : new char[] {0x2044, 0x2215, 0x29F8}) {
            SINGLE[slash] = '/';
        }
        for (char slash : new char[] {0x2216, 0x29F5, 0x29F9}) {
            SINGLE[slash] = '\\';
        }
    }

    private Folding() {}

    private static void learn(char c) {
        String meant = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC);
        if (meant.chars().allMatch(unit -> unit > 0x20 && unit < 0x7F)) {
            if (meant.length() == 1) {
                SINGLE[c] = (byte) meant.charAt(0);
            } else {
                SEVERAL.put(c, meant);
                SINGLE[c] = -1;
            }
        }
    }

    static String fold(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0xA1 && (SINGLE[c] != 0 || c == 0xD835)) {
                return folded(text, i);
            }
        }
        return text;
    }

    private static String folded(String text, int first) {
        StringBuilder folded = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0xD835 && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                folded.append(mathematical(text.codePointAt(i)));
                i++;
            } else if (c < 0xA1 || SINGLE[c] == 0) {
                folded.append(c);
            } else if (SINGLE[c] > 0) {
                folded.append((char) SINGLE[c]);
            } else {
                folded.append(SEVERAL.get(c));
            }
        }
        return folded.toString();
    }

    /** Bold, italic and other letters and digits of mathematics. */
    private static char mathematical(int point) {
        String meant = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKC);
        return meant.length() == 1 ? meant.charAt(0) : '?';
    }
}
