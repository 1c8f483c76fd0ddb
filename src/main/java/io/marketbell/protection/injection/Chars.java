package io.marketbell.protection.injection;

/** A text that may be rewritten in place, with zeros behind its end: looking ahead a little needs no check. */
final class Chars {
    private static final int AHEAD = 16;

    final char[] all;
    private int length;

    Chars(int capacity) {
        all = new char[capacity + AHEAD];
    }

    static Chars of(String text) {
        Chars chars = new Chars(text.length());
        text.getChars(0, text.length(), chars.all, 0);
        chars.length = text.length();
        return chars;
    }

    int length() {
        return length;
    }

    void endAt(int end) {
        length = end;
        java.util.Arrays.fill(all, end, end + AHEAD, (char) 0);
    }

    void replace(char old, char by) {
        for (int i = 0; i < length; i++) {
            all[i] = all[i] == old ? by : all[i];
        }
    }

    boolean holdsTwice(char c) {
        for (int i = 1; i < length; i++) {
            if (all[i] == c && all[i - 1] == c) {
                return true;
            }
        }
        return false;
    }

    int indexOf(char c, int from) {
        for (int i = from; i < length; i++) {
            if (all[i] == c) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return new String(all, 0, length);
    }
}
