package io.marketbell.ingest;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads one item off a JSON parser. Unlike the parser's own way, what is wrong inside of an item (a name that appears
 * twice, a number of a thousand digits) is a fault of that item with its place, and does not end the request.
 */
final class ItemReader {
    /** The item, its body, and one more to see that the body is too deep. */
    private static final int DEPTH = Limits.BODY_DEPTH + 2;

    private final JsonParser parser;
    private final Faults faults = new Faults();

    /**
     * Where a value stands: made once for each object and array, and told as a pointer where there is a fault only.
     *
     * @param step a member's name or an index; null for the item itself
     */
    private record Place(Place parent, Object step) {
        String pointer() {
            if (parent == null) {
                return "";
            }
            return parent.pointer() + (step instanceof String name ? Faults.step(name) : "/" + step);
        }
    }

    private ItemReader(JsonParser parser) {
        this.parser = parser;
    }

    /** @param begun the event of the item's begin, already taken off the parser */
    static RequestItem read(JsonParser parser, JsonParser.Event begun) {
        ItemReader reader = new ItemReader(parser);
        if (begun != JsonParser.Event.START_OBJECT) {
            return reader.noObject(begun);
        }
        JsonObject object = reader.object(new Place(null, null), 1);
        return reader.faults.isEmpty()
                ? new RequestItem.Sound(new Publication(object))
                : new RequestItem.Faulty(reader.faults.list());
    }

    private RequestItem noObject(JsonParser.Event begun) {
        String given = begun.name().replaceFirst("START_|VALUE_", "").toLowerCase(Locale.ROOT);
        if (begun == JsonParser.Event.START_ARRAY) {
            skip();
        }
        return RequestItem.faulty("", "must be an object, but is " + given);
    }

    private JsonObject object(Place place, int depth) {
        JsonObjectBuilder builder = Json.BUILDERS.createObjectBuilder();
        List<String> names = new ArrayList<>();
        JsonParser.Event event;
        while ((event = parser.next()) != JsonParser.Event.END_OBJECT) {
            String name = parser.getString();
            names.add(name);
            event = parser.next();
            builder.add(name, member(event, place, name, depth));
        }
        JsonObject object = builder.build();
        if (object.size() < names.size()) {
            tellRepeated(names, place);
        }
        return object;
    }

    /** What stands in an object or array at the step. */
    private JsonValue member(JsonParser.Event event, Place parent, Object step, int depth) {
        return switch (event) {
            case START_OBJECT, START_ARRAY -> nested(event, new Place(parent, step), depth + 1);
            case VALUE_NUMBER -> number(parent, step);
            default -> parser.getValue();
        };
    }

    private JsonValue array(Place place, int depth) {
        JsonArrayBuilder builder = Json.BUILDERS.createArrayBuilder();
        JsonParser.Event event;
        for (int i = 0; (event = parser.next()) != JsonParser.Event.END_ARRAY; i++) {
            builder.add(member(event, place, i, depth));
        }
        return builder.build();
    }

    private JsonValue nested(JsonParser.Event event, Place place, int depth) {
        if (depth <= DEPTH) {
            return event == JsonParser.Event.START_OBJECT ? object(place, depth) : array(place, depth);
        }
        faults.add(
                Faults.shortened(place.pointer()),
                "objects and arrays lie more than " + Limits.BODY_DEPTH + " deep in one another");
        skip();
        return JsonValue.NULL;
    }

    /**
     * Reads over the rest of an object or array. Not by the parser's own skipObject and skipArray: Parsson's never
     * return where the text ends before the array does.
     */
    private void skip() {
        for (int open = 1; open > 0; ) {
            switch (parser.next()) {
                case START_OBJECT, START_ARRAY -> open++;
                case END_OBJECT, END_ARRAY -> open--;
                default -> {}
            }
        }
    }

    private JsonValue number(Place parent, Object step) {
        try {
            return parser.getValue();
        } catch (NumberFormatException | UnsupportedOperationException e) {
            faults.add(new Place(parent, step).pointer(), "is a number with too many digits");
            return JsonValue.NULL;
        }
    }

    private void tellRepeated(List<String> names, Place place) {
        Set<String> seen = new HashSet<>();
        Set<String> told = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name) && told.add(name)) {
                faults.add(new Place(place, name).pointer(), "stands here more than once");
            }
        }
    }
}
