package io.marketbell.injection;

/**
 * The beginning of an untrusted text, escaped for one line of the log: it contains no line breaks and no terminal
 * control sequences.
 */
final class LogExcerpt {
    private static final int LONGEST = 60;

    private LogExcerpt() {}

    static String of(String text) {
        StringBuilder line = new StringBuilder(LONGEST + 8);
        for (int i = 0; i < text.length() && i < LONGEST; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7F) {
                line.append("\\u").append(Integer.toHexString(0x10000 | c), 1, 5);
            } else {
                line.append(c);
            }
        }
        return text.length() > LONGEST ? line.append("...").toString() : line.toString();
    }
}
