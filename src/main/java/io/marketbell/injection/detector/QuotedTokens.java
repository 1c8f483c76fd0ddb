package io.marketbell.injection.detector;

/** Where strings and quoted names end. */
final class QuotedTokens {
    private static final int LONGEST_NAME = 40;

    private QuotedTokens() {}

    /** Behind the quote that ends the string; negative, behind the text's end, where none does. */
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

    /** Behind the end of a name in backticks, that knows no escapes; the same. */
    static int name(char[] text, int length, int from) {
        int at = from + 1;
        while (at < length && text[at] != '`') {
            at++;
        }
        return at < length ? at + 1 : -length;
    }

    /** Behind the {@code [name]} of SQL Server; 0 where what is in the brackets does not look like one. */
    static int bracket(char[] text, int from) {
        int end = from + 1;
        while (end < from + LONGEST_NAME && Alphabet.isWordPart(text[end])) {
            end++;
        }
        return text[end] == ']' && end > from + 1 && !Alphabet.isDigit(text[from + 1]) ? end + 1 : 0;
    }
}
