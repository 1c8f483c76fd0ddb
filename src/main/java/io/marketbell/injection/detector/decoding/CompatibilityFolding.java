package io.marketbell.injection.detector.decoding;

import io.marketbell.injection.detector.text.MutableText;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * NFKC normalization, restricted to characters that become ASCII: fullwidth letters, small full stops, one dot leaders.
 * Works character by character from a table: the library's normalization of a whole text sorts combining marks, which
 * takes quadratic time on a crafted text.
 */
public final class CompatibilityFolding {
    private static final int FIRST = 0xA1;
    /**
     * The ASCII replacement of each character; values from {@link #FIRST} on are indexes of replacements of several
     * characters.
     */
    private static final char[] MEANT = new char[0x10000];

    private static final List<String> SEVERAL = new ArrayList<>();

    /** Mathematical bold, italic and other letters and digits: U+1D400 to U+1D7FF. */
    private static final char[] MATHEMATICAL = new char[0x400];

    static {
        for (int c = FIRST; c < 0x10000; c++) {
            if (c < 0xD800 || c > 0xF8FF) {
                fold((char) c);
            }
        }
        for (int i = 0; i < MATHEMATICAL.length; i++) {
            String meant = Normalizer.normalize(Character.toString(0x1D400 + i), Normalizer.Form.NFKC);
            MATHEMATICAL[i] = meant.length() == 1 ? meant.charAt(0) : '?';
        }
        // Slashes that NFKC does not change, but best-fit conversions do.
        for (char slash : new char[] {0x2044, 0x2215, 0x29F8, 0xEFC8, 0xF025}) {
            MEANT[slash] = '/';
        }
        for (char slash : new char[] {0x2216, 0x29F5, 0x29F9}) {
            MEANT[slash] = '\\';
        }
    }

    private CompatibilityFolding() {}

    private static void fold(char c) {
        String meant = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC);
        if (meant.chars().allMatch(unit -> unit > 0x20 && unit < 0x7F)) {
            boolean single = meant.length() == 1;
            MEANT[c] = single ? meant.charAt(0) : (char) (FIRST + SEVERAL.size());
            if (!single) {
                SEVERAL.add(meant);
            }
        }
    }

    /** @return the same instance if no character was replaced */
    public static MutableText fold(MutableText text) {
        int folded = 0;
        int longer = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.all[i];
            if (c < FIRST) {
                continue;
            }
            char meant = MEANT[c];
            folded += meant != 0 || isMathematical(text, i) ? 1 : 0;
            longer += meant < FIRST ? 0 : SEVERAL.get(meant - FIRST).length() - 1;
        }
        return folded == 0 ? text : folded(text, new MutableText(text.length() + longer));
    }

    private static boolean isMathematical(MutableText text, int i) {
        return text.all[i] == 0xD835 && Character.isLowSurrogate(text.all[i + 1]);
    }

    private static MutableText folded(MutableText text, MutableText folded) {
        int out = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.all[i];
            char meant = MEANT[c];
            if (meant >= FIRST) {
                String several = SEVERAL.get(meant - FIRST);
                several.getChars(0, several.length(), folded.all, out);
                out += several.length();
            } else if (isMathematical(text, i)) {
                folded.all[out++] = MATHEMATICAL[text.all[++i] - 0xDC00];
            } else {
                folded.all[out++] = meant == 0 ? c : meant;
            }
        }
        folded.endAt(out);
        return folded;
    }
}
