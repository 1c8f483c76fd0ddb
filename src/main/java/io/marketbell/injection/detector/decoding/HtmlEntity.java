package io.marketbell.injection.detector.decoding;

import java.nio.CharBuffer;

/** HTML entity names of the characters that SQL consists of. */
final class HtmlEntity {
    private static final String[] NAMES = {"lt", "gt", "amp", "quot", "apos", "lpar", "rpar", "sol", "bsol", "nbsp"};
    private static final String MEANT = "<>&\"'()/\\ ";

    private HtmlEntity() {}

    /** The ASCII character of the name between the ampersand and the semicolon; -1 if there is none. */
    static int meant(char[] text, int from, int to) {
        if (to - from > 1 && text[from] == '#') {
            boolean hexadecimal = (text[from + 1] | 32) == 'x';
            return number(text, from + (hexadecimal ? 2 : 1), to, hexadecimal ? 16 : 10);
        }
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i].length() == to - from && NAMES[i].contentEquals(CharBuffer.wrap(text, from, to - from))) {
                return MEANT.charAt(i);
            }
        }
        return -1;
    }

    private static int number(char[] text, int from, int to, int radix) {
        int value = from == to ? -1 : 0;
        for (int i = from; i < to; i++) {
            int digit = text[i] < 0x80 ? Character.digit(text[i], radix) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * radix + digit;
        }
        return value > 0x7E ? -1 : value;
    }
}
