package io.marketbell.ingest;

import io.marketbell.json.TreeBounds;
import io.marketbell.json.TreeReader;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.util.Locale;
import java.util.Map;

/**
 * Reads one item off a JSON parser. A fault inside of an item (a duplicate name, a number of a thousand digits, a body
 * that is too long) belongs to that item with its place, and does not end the request.
 */
final class ItemReader {
    /** The item itself, and its body. */
    private static final TreeBounds BOUNDS =
            new TreeBounds(Limits.BODY_DEPTH + 1, Map.of(Field.BODY.label(), Limits.BODY_BYTES));

    private ItemReader() {}

    /** @param begun the event of the item's begin, already taken off the parser */
    static RequestItem read(JsonParser parser, JsonParser.Event begun) {
        Faults faults = new Faults();
        JsonValue value = new TreeReader(parser, BOUNDS, faults::add).value(begun);
        if (!(value instanceof JsonObject object)) {
            String given = begun.name().replaceFirst("START_|VALUE_", "").toLowerCase(Locale.ROOT);
            return RequestItem.faulty("", "must be an object, but is " + given);
        }
        return faults.isEmpty()
                ? new RequestItem.Sound(new Publication(object))
                : new RequestItem.Faulty(faults.list());
    }
}
