package io.marketbell.injection.detector.text;

/** A text that can be modified in place, with zeros after its end, so that a short look-ahead needs no bounds check. */
public final class MutableText {
    private static final int AHEAD = 16;

    public final char[] all;
    private int length;
    private int searched;

    public MutableText(int capacity) {
        all = new char[capacity + AHEAD];
    }

    public static MutableText of(String text) {
        MutableText chars = new MutableText(text.length());
        text.getChars(0, text.length(), chars.all, 0);
        chars.length = text.length();
        return chars;
    }

    public int length() {
        return length;
    }

    /** The number of characters searched. */
    public int searched() {
        return searched;
    }

    public void endAt(int end) {
        length = end;
        java.util.Arrays.fill(all, end, end + AHEAD, (char) 0);
    }

    public void replace(char old, char by) {
        for (int i = 0; i < length; i++) {
            all[i] = all[i] == old ? by : all[i];
        }
    }

    public int indexOf(char c, int from) {
        int i = from;
        while (i < length && all[i] != c) {
            i++;
        }
        searched += i - from;
        return i < length ? i : -1;
    }

    public int indexOf(char c, char next, int from) {
        int i = from;
        while (i < length && (all[i] != c || all[i + 1] != next)) {
            i++;
        }
        searched += i - from;
        return i < length ? i : -1;
    }

    public int lastIndexOf(char c) {
        int i = length - 1;
        while (i >= 0 && all[i] != c) {
            i--;
        }
        return i;
    }

    @Override
    public String toString() {
        return new String(all, 0, length);
    }
}
