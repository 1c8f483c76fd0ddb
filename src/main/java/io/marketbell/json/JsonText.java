package io.marketbell.json;

/** Writes JSON text directly, for encoders that must be faster than JSON-P. Off the hot path, use {@link JsonMembers}. */
public final class JsonText {
    private JsonText() {}

    /** Appends the text as a JSON string (RFC 8259, section 7). */
    public static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u00").append(c < 0x10 ? '0' : '1').append(Character.forDigit(c & 0xF, 16));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    /** Appends a comma and the member; nothing if the value is null. */
    public static void member(StringBuilder json, String name, String value) {
        if (value != null) {
            json.append(",\"").append(name).append("\":");
            quote(json, value);
        }
    }

    /** Returns the length of the text in bytes of UTF-8. */
    public static int utf8Length(String text) {
        return utf8Length(text, 0, text.length());
    }

    /** Returns the length of a part of the text in bytes of UTF-8. */
    public static int utf8Length(CharSequence text, int from, int to) {
        int length = to - from;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // Each half of a surrogate pair counts two of its four bytes.
                length += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return length;
    }
}
