package io.marketbell.injection.detector.decoding;

import io.marketbell.injection.detector.text.Alphabet;
import io.marketbell.injection.detector.text.MutableText;

/**
 * Decodes a text: percent escapes ({@code %27}, {@code %u0027}), HTML and JavaScript escapes, and characters that are
 * equivalent to ASCII. Invalid UTF-8 is decoded like the most lenient known decoder, and recorded.
 */
public final class Decoding {
    private static final int ROUNDS = 3;
    /** The smallest code point of a UTF-8 sequence by the number of bytes after the first; none is valid after 3. */
    private static final int[] LEAST = {0, 0x80, 0x800, 0x10000, Integer.MAX_VALUE, Integer.MAX_VALUE};

    private final MutableText text;
    private final char[] all;
    private boolean malformed;
    private boolean overlong;
    private boolean endless;
    private boolean changed;
    private boolean any;
    private int steps;
    private int out;
    private int at;

    private Decoding(MutableText text) {
        this.text = text;
        this.all = text.all;
    }

    /** Decodes until nothing changes. */
    public static Decoding of(MutableText raw) {
        Decoding decoding = once(raw);
        for (int round = 0; decoding.changed; round++) {
            if (round == ROUNDS) {
                decoding.endless = true;
                break;
            }
            decoding.changed = decoding.round();
        }
        return decoding;
    }

    /** Decodes one level only, as a server does with a URL. Works in place: no escape is shorter than its character. */
    public static Decoding once(MutableText raw) {
        Decoding decoding = new Decoding(raw);
        decoding.changed = decoding.round();
        return decoding;
    }

    /** Whether a percent sign lacks its two digits, or the bytes are invalid UTF-8. */
    public boolean isMalformed() {
        return malformed;
    }

    public boolean isOverlong() {
        return overlong;
    }

    public boolean isEndless() {
        return endless;
    }

    /** Whether anything was decoded. */
    public boolean isAny() {
        return any;
    }

    public int steps() {
        return steps;
    }

    private boolean round() {
        int length = text.length();
        steps += length;
        at = 0;
        out = 0;
        while (at < length) {
            char c = all[at];
            if (!Alphabet.isEscape(c) || !unwrapped(c)) {
                all[out++] = all[at++];
            }
        }
        text.endAt(out);
        any |= out < length;
        return out < length;
    }

    private boolean unwrapped(char c) {
        return switch (c) {
            case '%' -> percent();
            case '&' -> entity();
            default -> script();
        };
    }

    private int hex(int i) {
        return all[i] < 0x80 ? Character.digit(all[i], 16) : -1;
    }

    /** The byte escaped at this position, or -1. */
    private int escaped(int i) {
        if (i + 2 >= text.length() || all[i] != '%') {
            return -1;
        }
        int high = hex(i + 1);
        int low = hex(i + 2);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private int hex4(int i) {
        int value = 0;
        for (int n = 0; n < 4; n++) {
            int digit = hex(i + n);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private boolean percent() {
        if ((all[at + 1] | 32) == 'u') {
            int unit = hex4(at + 2);
            if (unit >= 0) {
                all[out++] = (char) unit;
                malformed = true; // in no RFC
                at += 6;
                return true;
            }
        }
        int lead = escaped(at);
        if (lead < 0) {
            malformed = true;
            return torn();
        }
        at += 3;
        if (lead < 0x80) {
            all[out++] = (char) lead;
        } else {
            sequence(lead);
        }
        return true;
    }

    /** {@code %2%f}: an escape whose digits are separated by another percent sign. */
    private boolean torn() {
        boolean signs = all[at + 2] == '%';
        int high = hex(at + 1);
        int low = signs ? hex(at + 3) : -1;
        char meant = (char) (high << 4 | low);
        boolean path = meant == '.' || meant == '/' || meant == '\\';
        if (low < 0 || high < 2 || high > 7 || !path && hex(at + 4) >= 0) {
            return false;
        }
        all[out++] = meant;
        at += 4;
        return true;
    }

    /** Decodes a UTF-8 sequence after its first byte. */
    private void sequence(int lead) {
        int ones = Integer.numberOfLeadingZeros(~lead << 24);
        int more = Math.min(ones, LEAST.length) - 1;
        int point = lead & (0x3F >> more);
        int next = at;
        for (int n = 0; n < more; n++) {
            int follower = escaped(next);
            if (follower < 0 || (follower & 0xC0) != 0x80) {
                broken(lead);
                return;
            }
            point = point << 6 | follower & 0x3F;
            next += 3;
        }
        if (more == 0) {
            broken(lead);
            return;
        }
        at = next;
        overlong |= point < LEAST[more];
        boolean character = Character.isValidCodePoint(point) && (point < 0xD800 || point > 0xDFFF);
        malformed |= !character;
        out += Character.toChars(character ? point : 0xFFFD, all, out);
    }

    /** C0 and C1 start overlong sequences only; some servers accept any byte as the second one. */
    private void broken(int lead) {
        malformed = true;
        if (lead != 0xC0 && lead != 0xC1) {
            all[out++] = (char) lead; // Latin-1
            return;
        }
        int second = escaped(at);
        char plain = all[at];
        if (second >= 0) {
            all[out++] = (char) ((lead & 1) << 6 | second & 0x3F);
            at += 3;
            overlong = true;
        } else {
            overlong |= plain == '.' || plain == '/' || plain == '\\' || plain == '%';
            all[out++] = (char) lead;
        }
    }

    private boolean entity() {
        HtmlEntity entity = HtmlEntity.at(all, at + 1);
        if (entity == null) {
            return false;
        }
        all[out++] = entity.meant;
        at = entity.end;
        return true;
    }

    /** {@code \\u0027}, {@code \\x27}, or {@code \\056} for a sign of paths, if it encodes an ASCII character. */
    private boolean script() {
        char kind = all[at + 1];
        boolean octal = kind >= '0' && kind <= '7';
        int unit = kind == 'u' ? hex4(at + 2) : kind == 'x' ? hex2(at + 2) : octal ? octal(at + 1) : -1;
        if (unit < 0 || unit >= 0x80) {
            return false;
        }
        all[out++] = (char) unit;
        at += kind == 'u' ? 6 : kind == 'x' || all[at + 1] == '0' || all[at + 1] == '1' ? 4 : 3;
        return true;
    }

    private int hex2(int i) {
        int high = hex(i);
        int low = high < 0 ? -1 : hex(i + 1);
        return low < 0 ? -1 : high << 4 | low;
    }

    /** The full stop, the slashes and the percent sign in octal; -1 for all others, because paths contain numbers. */
    private int octal(int i) {
        int from = all[i] == '0' ? i + 1 : i;
        if (all[from] == '5' && (all[from + 1] == '6' || all[from + 1] == '7')) {
            return all[from + 1] == '6' ? '.' : '/';
        }
        return all[i] == '1' && all[i + 1] == '3' && all[i + 2] == '4' ? '\\' : -1;
    }
}
