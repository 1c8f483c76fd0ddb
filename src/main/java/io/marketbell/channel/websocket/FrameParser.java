package io.marketbell.channel.websocket;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Parses the JSON text of one frame in a single pass. Stricter than the object model of the JSON library: rejects
 * duplicate member names (parsers disagree on which of them counts), text after the object, and deep nesting.
 */
final class FrameParser {
    /** A valid request has a nesting depth of four. The JSON library's own limit is higher, so this one applies. */
    private static final int DEPTH = 16;

    private static final JsonParserFactory PARSERS =
            JsonProvider.provider().createParserFactory(Map.of("org.eclipse.parsson.maxDepth", 2 * DEPTH));
    private static final JsonBuilderFactory BUILDERS = JsonProvider.provider().createBuilderFactory(Map.of());

    private final JsonParser parser;

    private FrameParser(JsonParser parser) {
        this.parser = parser;
    }

    /** Returns the frame, or null unless the text is exactly one valid object. */
    static JsonObject parse(String text) {
        try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
            if (parser.next() != JsonParser.Event.START_OBJECT) {
                return null;
            }
            JsonObject frame = new FrameParser(parser).object(1);
            return parser.hasNext() ? null : frame;
        } catch (RuntimeException unreadable) {
            // Besides JsonException, implementations throw other exceptions for truncated text and for huge numbers.
            return null;
        }
    }

    private JsonObject object(int depth) {
        JsonObjectBuilder object = BUILDERS.createObjectBuilder();
        Set<String> names = new HashSet<>();
        while (parser.next() != JsonParser.Event.END_OBJECT) {
            String name = parser.getString();
            if (!names.add(name)) {
                throw new IllegalArgumentException("duplicate member");
            }
            object.add(name, value(parser.next(), depth));
        }
        return object.build();
    }

    private JsonValue array(int depth) {
        JsonArrayBuilder array = BUILDERS.createArrayBuilder();
        JsonParser.Event event;
        while ((event = parser.next()) != JsonParser.Event.END_ARRAY) {
            array.add(value(event, depth));
        }
        return array.build();
    }

    private JsonValue value(JsonParser.Event event, int depth) {
        return switch (event) {
            case START_OBJECT -> object(deeper(depth));
            case START_ARRAY -> array(deeper(depth));
            default -> parser.getValue();
        };
    }

    private static int deeper(int depth) {
        if (depth == DEPTH) {
            throw new IllegalArgumentException("nested more than " + DEPTH + " deep");
        }
        return depth + 1;
    }
}
