package io.marketbell.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.util.Map;

/**
 * Visits every member name and every string of a JSON value, at any depth and in the order of the text, until the
 * visitor returns a result.
 *
 * @param <R> the type of the result
 */
public abstract class TextWalker<R> {
    /** The default nesting limit of the parser. */
    private static final int DEPTH = 1_000;

    /**
     * @param object the place of the object that contains the member
     * @return null to continue
     */
    protected abstract R name(JsonPlace object, String name);

    /** @return null to continue */
    protected abstract R text(JsonPlace place, String text);

    /** Returns the first result, or null. */
    public final R walk(JsonPlace place, JsonValue value) {
        if (value instanceof JsonString text) {
            return text(place, text.getString());
        }
        if (value instanceof JsonObject object) {
            for (Map.Entry<String, JsonValue> member : object.entrySet()) {
                R found = name(place, member.getKey());
                found = found == null ? walk(place.member(member.getKey()), member.getValue()) : found;
                if (found != null) {
                    return found;
                }
            }
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                R found = walk(place.element(i), array.get(i));
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /**
     * Walks through a text that is not yet parsed, including members whose names are duplicates. Returns the first
     * result, or null.
     *
     * @throws RuntimeException of any kind if the text is malformed before the first result
     */
    public final R walk(JsonParser parser) {
        return walk(parser, parser.next(), JsonPlace.ROOT, 0);
    }

    private R walk(JsonParser parser, JsonParser.Event begun, JsonPlace place, int depth) {
        if (depth > DEPTH) {
            throw new IllegalArgumentException("nested more than " + DEPTH + " levels deep");
        }
        R found = null;
        switch (begun) {
            case VALUE_STRING -> found = text(place, parser.getString());
            case START_OBJECT -> {
                while (found == null && parser.next() != JsonParser.Event.END_OBJECT) {
                    String name = parser.getString();
                    found = name(place, name);
                    found = found == null ? walk(parser, parser.next(), place.member(name), depth + 1) : found;
                }
            }
            case START_ARRAY -> {
                JsonParser.Event event;
                for (int i = 0; found == null && (event = parser.next()) != JsonParser.Event.END_ARRAY; i++) {
                    found = walk(parser, event, place.element(i), depth + 1);
                }
            }
            default -> {}
        }
        return found;
    }
}
