package io.marketbell.protection.injection;

/**
 * Takes the wrappings off a text: percent escapes ({@code %27}, {@code %u0027}), those of HTML and of JavaScript, and
 * characters that only look unlike ASCII. Bytes that are no UTF-8 are read as the sloppiest known decoder would read
 * them, and noted.
 */
final class Decoding {
    private static final int ROUNDS = 3;

    private String text;
    private boolean malformed;
    private boolean invalid;
    private boolean overlong;
    private boolean endless;
    private int steps;
    private StringBuilder out;
    private int at;

    private Decoding(String text) {
        this.text = text;
    }

    /** Unwraps as long as something changes. */
    static Decoding of(String raw) {
        Decoding decoding = new Decoding(raw);
        for (int round = 0; decoding.round(); round++) {
            if (round == ROUNDS) {
                decoding.endless = true;
                break;
            }
        }
        decoding.text = Folding.fold(decoding.text);
        return decoding;
    }

    /** Takes one wrapping off only, as a server does with a URL. */
    static Decoding once(String raw) {
        Decoding decoding = new Decoding(raw);
        decoding.round();
        return decoding;
    }

    String text() {
        return text;
    }

    /** A percent sign stands without its digits. */
    boolean isMalformed() {
        return malformed;
    }

    /** The bytes are no UTF-8. */
    boolean isInvalid() {
        return invalid;
    }

    boolean isOverlong() {
        return overlong;
    }

    boolean isEndless() {
        return endless;
    }

    int steps() {
        return steps;
    }

    private boolean round() {
        steps += text.length();
        int first = firstEscape();
        if (first < 0) {
            return false;
        }
        out = new StringBuilder(text.length()).append(text, 0, first);
        at = first;
        boolean changed = false;
        while (at < text.length()) {
            int before = at;
            char c = text.charAt(at);
            boolean decoded = c == '%' ? percent() : c == '&' ? entity() : c == '\\' && script();
            if (decoded) {
                changed = true;
            } else {
                out.append(text.charAt(before));
                at = before + 1;
            }
        }
        text = out.toString();
        return changed;
    }

    private int firstEscape() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' || c == '&' || c == '\\') {
                return i;
            }
        }
        return -1;
    }

    private int hex(int i) {
        return i < text.length() && text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), 16) : -1;
    }

    /** The byte of an escape at the place, or -1. */
    private int escaped(int i) {
        if (i + 2 >= text.length() || text.charAt(i) != '%') {
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
        if (at + 1 < text.length() && (text.charAt(at + 1) | 32) == 'u') {
            int unit = hex4(at + 2);
            if (unit >= 0) {
                out.append((char) unit);
                malformed = true; // no RFC knows it
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
            out.append((char) lead);
        } else {
            sequence(lead);
        }
        return true;
    }

    /** {@code %2%f}: what is left of escaped digits, each behind a sign of its own. */
    private boolean torn() {
        boolean signs = at + 3 < text.length() && text.charAt(at + 2) == '%';
        int high = hex(at + 1);
        int low = signs ? hex(at + 3) : -1;
        char meant = (char) (high << 4 | low);
        boolean path = meant == '.' || meant == '/' || meant == '\\';
        if (low < 0 || high < 2 || high > 7 || !path && hex(at + 4) >= 0) {
            return false;
        }
        out.append(meant);
        at += 4;
        return true;
    }

    /** A sequence of UTF-8, whose first byte was taken. */
    private void sequence(int lead) {
        int more = lead >= 0xFC ? 5 : lead >= 0xF8 ? 4 : lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
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
        int least = more == 1 ? 0x80 : more == 2 ? 0x800 : more == 3 ? 0x10000 : Integer.MAX_VALUE;
        overlong |= point < least;
        boolean character = Character.isValidCodePoint(point) && (point < 0xD800 || point > 0xDFFF);
        invalid |= !character;
        out.appendCodePoint(character ? point : 0xFFFD);
    }

    /** C0 and C1 begin nothing but overlong sequences; some servers take any byte for their second one. */
    private void broken(int lead) {
        invalid = true;
        if (lead != 0xC0 && lead != 0xC1) {
            out.append((char) lead); // Latin-1
            return;
        }
        int second = escaped(at);
        char plain = at < text.length() ? text.charAt(at) : 0;
        if (second >= 0) {
            out.append((char) ((lead & 1) << 6 | second & 0x3F));
            at += 3;
            overlong = true;
        } else {
            overlong |= plain == '.' || plain == '/' || plain == '\\' || plain == '%';
            out.append((char) lead);
        }
    }

    private boolean entity() {
        int end = at + 1;
        while (end < text.length() && end < at + 9 && text.charAt(end) != ';') {
            end++;
        }
        if (end >= text.length() || text.charAt(end) != ';') {
            return false;
        }
        int meant = Entity.meant(text, at + 1, end);
        if (meant < 0) {
            return false;
        }
        out.append((char) meant);
        at = end + 1;
        return true;
    }

    /** {@code \\u0027}, where it hides a character of ASCII. */
    private boolean script() {
        if (at + 5 >= text.length() || text.charAt(at + 1) != 'u') {
            return false;
        }
        int unit = hex4(at + 2);
        if (unit < 0 || unit >= 0x80) {
            return false;
        }
        out.append((char) unit);
        at += 6;
        return true;
    }
}
