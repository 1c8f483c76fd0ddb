package io.marketbell.metrics.meter;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Finds a few text members at the top level of a JSON object. The input must be a valid JSON object without whitespace
 * between tokens; the bodies of accepted notifications are. This is not a full parser: a full parser took ten times as
 * long per order.
 */
final class JsonMemberScanner {
    private final String json;
    private int at = 1;

    private JsonMemberScanner(String json) {
        this.json = json;
    }

    /**
     * Returns the raw values of the wanted members that are present and are text or numbers. Members whose value
     * contains an escape are omitted.
     */
    static Map<String, String> of(String json, Set<String> requested) {
        if (json == null) {
            return Map.of();
        }
        try {
            return new JsonMemberScanner(json).read(requested);
        } catch (IndexOutOfBoundsException invalid) {
            return Map.of();
        }
    }

    private Map<String, String> read(Set<String> requested) {
        Map<String, String> found = new HashMap<>(4);
        while (json.charAt(at) == '"') {
            String name = text();
            at++; // skip the colon
            char first = json.charAt(at);
            int from = at;
            String value = first == '"' ? text() : null;
            if (value == null) {
                skip();
                value = first == '{' || first == '[' ? null : json.substring(from, at);
            }
            if (value != null && value.indexOf('\\') < 0 && requested.contains(name)) {
                found.put(name, value);
            }
            if (json.charAt(at) != ',') {
                return found;
            }
            at++;
        }
        return found;
    }

    /** Reads a string, from its opening quote to just past its closing quote. */
    private String text() {
        int from = ++at;
        while (json.charAt(at) != '"') {
            at += json.charAt(at) == '\\' ? 2 : 1;
        }
        return json.substring(from, at++);
    }

    /** Moves past a number, a literal, an object or an array. */
    private void skip() {
        int depth = 0;
        while (true) {
            char c = json.charAt(at);
            if (c == '"') {
                text();
                continue;
            }
            if (depth == 0 && (c == ',' || c == '}')) {
                return;
            }
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            at++;
        }
    }
}
