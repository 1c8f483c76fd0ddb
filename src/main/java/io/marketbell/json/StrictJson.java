package io.marketbell.json;

import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.util.Map;

/** Reads JSON texts that are held in memory already. Never fails with anything but {@link MalformedJson}. */
public final class StrictJson {
    /** The provider is looked up once: JSON-P's static methods search the class path on each call. */
    private static final JsonParserFactory PARSERS = JsonProvider.provider().createParserFactory(Map.of());

    private StrictJson() {}

    /**
     * Reads exactly one value. Where a fault was reported, the returned value is incomplete.
     *
     * @throws MalformedJson where the text is not one JSON value
     */
    public static JsonValue read(String text, TreeBounds bounds, FaultSink faults) {
        return tree(text, bounds, faults).value();
    }

    /** @param weight an estimate of the heap that the value occupies, in bytes */
    public record Tree(JsonValue value, long weight) {}

    /** As {@link #read}. */
    public static Tree tree(String text, TreeBounds bounds, FaultSink faults) {
        try (JsonParser parser = parser(text)) {
            JsonParser.Event begun = parser.next();
            TreeReader reader = new TreeReader(parser, bounds, faults);
            JsonValue value = reader.value(begun);
            // Fails where anything but spacing follows.
            parser.hasNext();
            return new Tree(value, reader.weight());
        } catch (RuntimeException e) {
            // Not only JSON-P's own exceptions: the parser's nesting limit, for one, is a plain RuntimeException.
            throw new MalformedJson(e);
        }
    }

    /** For reading event by event; its methods may throw any RuntimeException where the text is malformed. */
    public static JsonParser parser(String text) {
        return PARSERS.createParser(new StringReader(text));
    }
}
