package io.marketbell.json;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.util.Map;

/** Parses JSON texts in memory. Throws no exception other than {@link MalformedJson}. */
public final class StrictJson {
    /** The provider is looked up once: JSON-P's static methods search the class path on each call. */
    private static final JsonParserFactory PARSERS = JsonProvider.provider().createParserFactory(Map.of());

    /** Receives the faults found in a text. */
    @FunctionalInterface
    public interface FaultSink {
        /** @param pointer the place, as a JSON pointer (RFC 6901) */
        void add(String pointer, String detail);
    }

    private StrictJson() {}

    /**
     * Parses exactly one value. If a fault was reported, the returned value is incomplete.
     *
     * @throws MalformedJson if the text is not exactly one JSON value
     */
    public static JsonValue read(String text, TreeBounds bounds, FaultSink faults) {
        return tree(text, bounds, faults).value();
    }

    /** Returns the value if the text is exactly one object and has no fault; or else null. */
    public static JsonObject object(String text, int depth) {
        try {
            JsonValue value = read(text, TreeBounds.depth(depth), (pointer, detail) -> {
                throw new IllegalArgumentException(detail);
            });
            return value instanceof JsonObject object ? object : null;
        } catch (MalformedJson e) {
            return null;
        }
    }

    /** @param weight estimated heap size of the value, in bytes */
    public record Tree(JsonValue value, long weight) {}

    /** Like {@link #read}. */
    public static Tree tree(String text, TreeBounds bounds, FaultSink faults) {
        try (JsonParser parser = parser(text)) {
            JsonParser.Event begun = parser.next();
            TreeReader reader = new TreeReader(parser, bounds, faults);
            JsonValue value = reader.value(begun);
            // Throws if anything but white space follows.
            parser.hasNext();
            return new Tree(value, reader.weight());
        } catch (RuntimeException e) {
            // Catches more than JSON-P's own exceptions: for example, the parser's nesting limit throws a plain
            // RuntimeException.
            throw new MalformedJson(e, text);
        }
    }

    /**
     * For parsing event by event. The methods of the parser may throw any RuntimeException if the text is malformed.
     */
    public static JsonParser parser(String text) {
        return PARSERS.createParser(new StringReader(text));
    }
}
