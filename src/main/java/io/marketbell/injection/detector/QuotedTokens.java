package io.marketbell.injection.detector;

/** Finds the end of strings and quoted names. */
final class QuotedTokens {
    private static final int LONGEST_NAME = 40;

    private QuotedTokens() {}

    /** The position after the closing quote; negative (after the end of the text) if there is none. */
    static int string(char[] text, int length, int from) {
        char quote = text[from];
        int at = from + 1;
        while (at < length) {
            if (text[at] != quote) {
                at++;
            } else if (text[at - 1] == '\\') {
                at++; // escaped
            } else if (text[at + 1] == quote) {
                at += 2;
            } else {
                return at + 1;
            }
        }
        return -length;
    }

    /** The same for a name in backticks, which has no escapes. */
    static int name(char[] text, int length, int from) {
        int at = from + 1;
        while (at < length && text[at] != '`') {
            at++;
        }
        return at < length ? at + 1 : -length;
    }

    /**
     * The position after the {@code [name]} of SQL Server; 0 if the content of the brackets does not look like a name.
     */
    static int bracket(char[] text, int from) {
        int end = from + 1;
        while (end < from + LONGEST_NAME && Alphabet.isWordPart(text[end])) {
            end++;
        }
        return text[end] == ']' && end > from + 1 && !Alphabet.isDigit(text[from + 1]) ? end + 1 : 0;
    }
}
