package io.marketbell.injection;

import io.marketbell.json.PointerStep;
import io.marketbell.json.StrictJson;
import jakarta.json.stream.JsonParser;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/** Inspects every key and every string of a JSON text; names each place as a JSON pointer (RFC 6901). */
final class JsonTextInspection {
    /** Members whose strings are free text. All others are identifiers or filters. */
    private static final Set<String> FREE = Set.of("label", "note", "notes");

    private final InjectionGuard guard;
    private final Deque<String> steps = new ArrayDeque<>();
    private final Deque<Integer> indexes = new ArrayDeque<>();

    /** Names of the members that contain the open objects and arrays. */
    private final Deque<String> keys = new ArrayDeque<>();

    private JsonTextInspection(InjectionGuard guard) {
        this.guard = guard;
    }

    /** Returns nothing for invalid JSON, which has no place to name; the resource reports it. */
    static Optional<InjectionFinding> inspect(String json, InjectionGuard guard) {
        try (JsonParser parser = StrictJson.parser(json)) {
            return new JsonTextInspection(guard).inspect(parser);
        } catch (RuntimeException unreadable) {
            // Catches more than JSON-P's own exceptions: for example, the parser's nesting limit throws a plain
            // RuntimeException.
            return Optional.empty();
        }
    }

    private Optional<InjectionFinding> inspect(JsonParser parser) {
        Optional<InjectionFinding> found = Optional.empty();
        String key = "";
        while (found.isEmpty() && parser.hasNext()) {
            JsonParser.Event event = parser.next();
            switch (event) {
                case KEY_NAME -> {
                    key = parser.getString();
                    found = inspect(TextPlace.IDENTIFIER, key, key);
                }
                case VALUE_STRING ->
                    found = inspect(
                            FREE.contains(key) ? TextPlace.TEXT : TextPlace.IDENTIFIER, step(key), parser.getString());
                case START_OBJECT, START_ARRAY -> {
                    steps.addLast(step(key));
                    keys.addLast(key);
                    indexes.addLast(event == JsonParser.Event.START_ARRAY ? 0 : -1);
                }
                case END_OBJECT, END_ARRAY -> {
                    steps.removeLast();
                    indexes.removeLast();
                    key = keys.removeLast();
                }
                default -> step(key);
            }
        }
        return found;
    }

    private Optional<InjectionFinding> inspect(TextPlace place, String step, String text) {
        return guard.refusal(TextSource.BODY, place, () -> pointer(step), text);
    }

    /** The name of the member, or the next index in an array. */
    private String step(String key) {
        if (indexes.isEmpty() || indexes.peekLast() < 0) {
            return key;
        }
        int index = indexes.removeLast();
        indexes.addLast(index + 1);
        return Integer.toString(index);
    }

    private String pointer(String last) {
        StringBuilder pointer = new StringBuilder();
        int outermost = 0;
        for (String step : steps) {
            if (outermost++ > 0) {
                append(pointer, step);
            }
        }
        if (!steps.isEmpty()) {
            append(pointer, last);
        }
        return pointer.toString();
    }

    private static void append(StringBuilder pointer, String step) {
        pointer.append(PointerStep.of(step));
    }
}
