package io.marketbell.json;

/** A text is not exactly one JSON value. The message contains the place if it is known, and no part of the text. */
public final class MalformedJson extends RuntimeException {
    private final int line;
    private final int column;

    MalformedJson(RuntimeException cause, String text) {
        super(null, cause, false, false);
        int index = SyntaxFault.indexIn(text);
        String before = text.substring(0, Math.max(0, index));
        this.line =
                index < 0 ? 0 : 1 + (int) before.chars().filter(c -> c == '\n').count();
        this.column = index < 0 ? 0 : 1 + before.codePointCount(before.lastIndexOf('\n') + 1, before.length());
    }

    /** Starts at 1; 0 if the place is unknown. */
    public long line() {
        return line;
    }

    /** Counts characters from 1; 0 if the place is unknown. */
    public long column() {
        return column;
    }

    @Override
    public String getMessage() {
        return line == 0 ? "not valid JSON" : "not valid JSON at line " + line + ", column " + column;
    }
}
