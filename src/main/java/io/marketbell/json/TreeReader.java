package io.marketbell.json;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds a tree from the events of a parser. Duplicate names, excessive nesting, unreadable numbers and members that
 * are too long are faults with a pointer; parsing continues after a fault without keeping the value. Not thread-safe.
 */
final class TreeReader {
    private static final JsonBuilderFactory BUILDERS = JsonProvider.provider().createBuilderFactory(Map.of());

    private final JsonParser parser;
    private final TreeBounds bounds;
    private final StrictJson.FaultSink faults;

    private long nodes;
    private long bytes;
    private long bytesAllowed = Long.MAX_VALUE;
    private boolean full;

    TreeReader(JsonParser parser, TreeBounds bounds, StrictJson.FaultSink faults) {
        this.parser = parser;
        this.bounds = bounds;
        this.faults = faults;
    }

    /**
     * @param begun the first event of the value, already taken from the parser
     * @throws RuntimeException of any kind if the text is malformed
     */
    JsonValue value(JsonParser.Event begun) {
        return switch (begun) {
            case START_OBJECT -> object(JsonPlace.ROOT, 1);
            case START_ARRAY -> array(JsonPlace.ROOT, 1);
            case VALUE_NUMBER -> number(null, null);
            default -> parser.getValue();
        };
    }

    /** Estimated heap size of the tree, in bytes. */
    long weight() {
        return 2 * bytes + 64 * nodes;
    }

    private JsonObject object(JsonPlace place, int depth) {
        JsonObjectBuilder builder = BUILDERS.createObjectBuilder();
        List<String> names = new ArrayList<>();
        JsonParser.Event event;
        while ((event = parser.next()) != JsonParser.Event.END_OBJECT) {
            String name = parser.getString();
            event = parser.next();
            if (depth == 1) {
                Integer allowed = bounds.bytes().get(name);
                bytesAllowed = allowed == null ? Long.MAX_VALUE : bytes + allowed;
            } else {
                count(JsonText.utf8Length(name) + 3);
            }
            JsonValue value = member(event, place, name, depth);
            if (full) {
                continue;
            }
            if (isTooLong()) {
                if (depth == 1) {
                    faults.add(
                            JsonPlace.step(name),
                            "is longer than " + bounds.bytes().get(name) + " bytes");
                }
                continue;
            }
            names.add(name);
            builder.add(name, value);
        }
        if (depth == 1) {
            bytesAllowed = Long.MAX_VALUE;
        }
        JsonObject object = builder.build();
        if (object.size() < names.size()) {
            reportDuplicates(names, place);
        }
        return object;
    }

    private JsonValue array(JsonPlace place, int depth) {
        JsonArrayBuilder builder = BUILDERS.createArrayBuilder();
        JsonParser.Event event;
        for (int i = 0; (event = parser.next()) != JsonParser.Event.END_ARRAY; i++) {
            JsonValue value = member(event, place, i, depth);
            if (!isTooLong() && !full) {
                builder.add(value);
            }
        }
        return builder.build();
    }

    private JsonValue member(JsonParser.Event event, JsonPlace parent, Object step, int depth) {
        count(full ? 0 : 1);
        if (isTooLong() || isFull()) {
            skip(event);
            return JsonValue.NULL;
        }
        nodes++;
        return switch (event) {
            case START_OBJECT, START_ARRAY -> nested(event, new JsonPlace(parent, step), depth + 1);
            case VALUE_NUMBER -> number(parent, step);
            case VALUE_STRING -> {
                count(JsonText.utf8Length(parser.getString()) + 1);
                yield parser.getValue();
            }
            default -> parser.getValue();
        };
    }

    private JsonValue nested(JsonParser.Event event, JsonPlace place, int depth) {
        if (depth <= bounds.depth()) {
            return event == JsonParser.Event.START_OBJECT ? object(place, depth) : array(place, depth);
        }
        String pointer = place.pointer();
        faults.add(
                pointer.length() <= 64 ? pointer : pointer.substring(0, 61) + "...",
                "objects and arrays are nested more than " + (bounds.depth() - 1) + " levels deep");
        skip(event);
        return JsonValue.NULL;
    }

    /**
     * Skips a value. Does not use the parser's skipObject and skipArray: in Parsson they never return if the text ends
     * before the array does.
     */
    private void skip(JsonParser.Event begun) {
        int open = begun == JsonParser.Event.START_OBJECT || begun == JsonParser.Event.START_ARRAY ? 1 : 0;
        while (open > 0) {
            switch (parser.next()) {
                case START_OBJECT, START_ARRAY -> open++;
                case END_OBJECT, END_ARRAY -> open--;
                default -> {}
            }
        }
    }

    private JsonValue number(JsonPlace parent, Object step) {
        try {
            return parser.getValue();
        } catch (NumberFormatException | UnsupportedOperationException e) {
            faults.add(parent == null ? "" : new JsonPlace(parent, step).pointer(), "is a number with too many digits");
            return JsonValue.NULL;
        }
    }

    private void reportDuplicates(List<String> names, JsonPlace place) {
        Set<String> seen = new HashSet<>();
        Set<String> reported = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name) && reported.add(name)) {
                faults.add(new JsonPlace(place, name).pointer(), "duplicate field");
            }
        }
    }

    private void count(int more) {
        bytes += more;
    }

    private boolean isTooLong() {
        return bytes > bytesAllowed;
    }

    /** Whether the maximum number of values is reached; reported once, and no further values are kept. */
    private boolean isFull() {
        if (!full && nodes >= bounds.values()) {
            full = true;
            faults.add("", "has more than " + bounds.values() + " values");
        }
        return full;
    }
}
