package io.marketbell.injection.detector.decoding;

import java.util.Arrays;

/** HTML character references of the ASCII signs that SQL and paths consist of. */
final class HtmlEntity {
    private static final String[] NAMES = {
        "lt", "gt", "amp", "quot", "apos", "lpar", "rpar", "sol", "bsol", "nbsp", "period", "colon", "semi", "comma",
        "num", "excl", "equals", "percnt", "commat", "plus", "ast", "quest", "lsqb", "rsqb", "lcub", "rcub", "verbar",
        "vert", "grave", "dollar", "lowbar", "Tab", "NewLine"
    };
    private static final String MEANT = "<>&\"'()/\\ .:;,#!=%@+*?[]{}||`$_\t\n";
    /** The longest reference without the ampersand and the semicolon: a number may begin with zeros. */
    private static final int LONGEST = 12;

    /** Indexes of names by the first letter. */
    private static final int[][] BY_LETTER = new int[32][0];

    static {
        for (int i = 0; i < NAMES.length; i++) {
            int letter = NAMES[i].charAt(0) & 31;
            BY_LETTER[letter] = Arrays.copyOf(BY_LETTER[letter], BY_LETTER[letter].length + 1);
            BY_LETTER[letter][BY_LETTER[letter].length - 1] = i;
        }
    }

    /** The ASCII character. */
    final char meant;
    /** The position after the reference. */
    final int end;

    private HtmlEntity(char meant, int end) {
        this.meant = meant;
        this.end = end;
    }

    /**
     * The reference after the ampersand, or null. A number may lack its semicolon, as browsers allow.
     *
     * @param text with a zero at its end
     */
    static HtmlEntity at(char[] text, int from) {
        return text[from] == '#' ? number(text, from + 1) : name(text, from);
    }

    private static HtmlEntity name(char[] text, int from) {
        if (text[from] < 'A' || text[from] > 'z' || text[from + 1] < 'a') {
            return null;
        }
        for (int i : BY_LETTER[text[from] & 31]) {
            int end = from + NAMES[i].length();
            if (matches(text, from, NAMES[i]) && text[end] == ';') {
                return new HtmlEntity(MEANT.charAt(i), end + 1);
            }
        }
        return null;
    }

    private static boolean matches(char[] text, int from, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (text[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static HtmlEntity number(char[] text, int start) {
        boolean hexadecimal = (text[start] | 32) == 'x';
        int from = hexadecimal ? start + 1 : start;
        int radix = hexadecimal ? 16 : 10;
        int value = 0;
        int at = from;
        int digit;
        while (at < start + LONGEST && (digit = digit(text[at], radix)) >= 0) {
            value = Math.min(value * radix + digit, 0x80);
            at++;
        }
        if (at == from || value > 0x7E || digit(text[at], radix) >= 0) {
            return null;
        }
        return new HtmlEntity((char) value, text[at] == ';' ? at + 1 : at);
    }

    private static int digit(char c, int radix) {
        return c < 0x80 ? Character.digit(c, radix) : -1;
    }
}
