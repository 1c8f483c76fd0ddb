package io.marketbell.apidocs;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Compares a response with its example: both must have the same members and the same values. Ids, times, secrets and
 * numbers may differ. A list may contain more elements than the example.
 */
public final class ExampleComparison {
    private static final Pattern ULID = Pattern.compile("[0-9A-HJKMNP-TV-Z]{26}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
    private static final Pattern TRACE = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern KEY = Pattern.compile("api_key:[A-Za-z0-9]+");
    private static final Pattern WAIT = Pattern.compile("in \\d+ s");

    /** Members with texts that are generated or depend on the machine. */
    private static final Set<String> MADE_UP = Set.of(
            "id",
            "epoch",
            "session",
            "api_key",
            "callback_secret",
            "address",
            "credential",
            "node",
            "hash",
            "seal",
            "key",
            "replaces");

    private ExampleComparison() {}

    public static boolean like(JsonNode example, JsonNode answer) {
        if (example.isObject()) {
            return answer.isObject()
                    && Set.copyOf(example.propertyNames()).equals(Set.copyOf(answer.propertyNames()))
                    && example.propertyStream()
                            .allMatch(member -> like(member.getKey(), member.getValue(), answer.get(member.getKey())));
        }
        if (example.isArray()) {
            return answer.isArray()
                    && example.valueStream()
                            .allMatch(shown -> answer.valueStream().anyMatch(found -> like(shown, found)))
                    && (!example.isEmpty() || answer.isEmpty());
        }
        if (example.isNumber()) {
            return answer.isNumber();
        }
        return example.isString() && answer.isString()
                ? same(example.asString()).equals(same(answer.asString()))
                : example.equals(answer);
    }

    private static boolean like(String name, JsonNode example, JsonNode answer) {
        if (name.equals("status") && example.isNumber()) {
            return example.equals(answer);
        }
        return MADE_UP.contains(name) && example.isString() ? answer.isString() : like(example, answer);
    }

    private static String same(String text) {
        String same = ULID.matcher(text).replaceAll("<id>");
        same = TIME.matcher(same).replaceAll("<time>");
        same = TRACE.matcher(same).replaceAll("<trace>");
        same = WAIT.matcher(same).replaceAll("in <n> s");
        return KEY.matcher(same).replaceAll("api_key:<id>");
    }

    /** Compares the events of a stream by name, as JSON. */
    public static boolean likeEvents(String example, String stream) {
        Map<String, List<JsonNode>> found = events(stream);
        return events(example).entrySet().stream()
                .allMatch(shown -> shown.getValue().stream()
                        .allMatch(data -> found.getOrDefault(shown.getKey(), List.of()).stream()
                                .anyMatch(event -> like(data, event))));
    }

    private static Map<String, List<JsonNode>> events(String stream) {
        Map<String, List<JsonNode>> events = new TreeMap<>();
        for (String event : stream.split("\n\n")) {
            String name = "";
            for (String line : event.split("\n")) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    events.computeIfAbsent(name, n -> new java.util.ArrayList<>())
                            .add(ApiDocument.value(line.substring(6)));
                }
            }
        }
        return events;
    }
}
