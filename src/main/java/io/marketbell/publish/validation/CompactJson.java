package io.marketbell.publish.validation;

import io.marketbell.json.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Map;

/** Writes JSON without whitespace, members in their given order; several times faster than a {@code JsonGenerator}. */
final class CompactJson {
    private CompactJson() {}

    /** @return false if objects and arrays are nested deeper than this; the text is then incomplete */
    static boolean append(StringBuilder json, JsonValue value, int depth) {
        switch (value.getValueType()) {
            case OBJECT -> {
                return depth > 0 && appendObject(json, value.asJsonObject(), depth - 1);
            }
            case ARRAY -> {
                return depth > 0 && appendArray(json, value.asJsonArray(), depth - 1);
            }
            case STRING -> JsonText.quote(json, ((JsonString) value).getString());
            case NUMBER -> json.append(value);
            case TRUE -> json.append("true");
            case FALSE -> json.append("false");
            case NULL -> json.append("null");
        }
        return true;
    }

    private static boolean appendObject(StringBuilder json, JsonObject object, int depth) {
        char before = '{';
        for (Map.Entry<String, JsonValue> member : object.entrySet()) {
            json.append(before);
            before = ',';
            JsonText.quote(json, member.getKey());
            json.append(':');
            if (!append(json, member.getValue(), depth)) {
                return false;
            }
        }
        if (before == '{') {
            json.append('{');
        }
        json.append('}');
        return true;
    }

    private static boolean appendArray(StringBuilder json, JsonArray array, int depth) {
        json.append('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                json.append(',');
            }
            if (!append(json, array.get(i), depth)) {
                return false;
            }
        }
        json.append(']');
        return true;
    }

    /**
     * Returns whether every surrogate in the text is part of a pair; unpaired surrogates cannot be encoded in UTF-8.
     */
    static boolean isWellFormed(CharSequence text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c) || i + 1 == to || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
