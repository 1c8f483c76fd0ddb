package io.marketbell.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Finds a few text members at the top of a JSON object that is known to be one and to have no space between its tokens,
 * as the bodies of accepted notifications are. Not a parser: that took ten times as long for each order.
 */
final class BodyMembers {
    private final String json;
    private int at = 1;

    private BodyMembers(String json) {
        this.json = json;
    }

    /** The values of those that are there and are text or numbers, as they are written; escaped ones are left out. */
    static Map<String, String> of(String json, Set<String> wanted) {
        if (json == null) {
            return Map.of();
        }
        try {
            return new BodyMembers(json).read(wanted);
        } catch (IndexOutOfBoundsException notWhatWasPromised) {
            return Map.of();
        }
    }

    private Map<String, String> read(Set<String> wanted) {
        Map<String, String> found = new HashMap<>(4);
        while (json.charAt(at) == '"') {
            String name = text();
            at++; // the colon
            char first = json.charAt(at);
            int from = at;
            String value = first == '"' ? text() : null;
            if (value == null) {
                skip();
                value = first == '{' || first == '[' ? null : json.substring(from, at);
            }
            if (value != null && value.indexOf('\\') < 0 && wanted.contains(name)) {
                found.put(name, value);
            }
            if (json.charAt(at) != ',') {
                return found;
            }
            at++;
        }
        return found;
    }

    /** From the quote that opens it to behind the one that closes it. */
    private String text() {
        int from = ++at;
        while (json.charAt(at) != '"') {
            at += json.charAt(at) == '\\' ? 2 : 1;
        }
        return json.substring(from, at++);
    }

    /** Behind a number, a word, an object or an array. */
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
