package io.marketbell.http.route;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One path segment of a template: plain text, or a variable with optional text before and after it. Several variables
 * in a segment count as one; the text between them is ignored.
 *
 * @param before the whole text if the segment is plain
 * @param label the segment without variable patterns
 * @param spans whether the variable also matches slashes
 */
record Segment(String before, String after, String label, boolean isPlain, boolean spans) {
    private static final List<String> WITH_A_SLASH = List.of("a/b", "1/2");

    static Segment parse(String text) {
        int open = text.indexOf('{');
        if (open < 0) {
            return new Segment(text, "", text, true, false);
        }
        StringBuilder label = new StringBuilder();
        boolean spans = false;
        int at = 0;
        while (open >= 0) {
            int close = end(text, open);
            String variable = text.substring(open + 1, close);
            int colon = variable.indexOf(':');
            label.append(text, at, open).append('{');
            label.append((colon < 0 ? variable : variable.substring(0, colon)).strip())
                    .append('}');
            spans |= colon >= 0 && takesSlashes(variable.substring(colon + 1).strip());
            at = close + 1;
            open = text.indexOf('{', at);
        }
        return new Segment(
                text.substring(0, text.indexOf('{')),
                text.substring(at),
                label.append(text, at, text.length()).toString(),
                false,
                spans);
    }

    /** Finds the closing brace; a pattern may contain nested braces. */
    private static int end(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("variable without a closing brace: " + text);
    }

    /** Patterns are evaluated only here, before any request, because some could take exponential time. */
    private static boolean takesSlashes(String pattern) {
        return WITH_A_SLASH.stream()
                .anyMatch(text -> Pattern.compile(pattern).matcher(text).matches());
    }

    boolean takes(String requested) {
        if (isPlain) {
            return requested.equals(before);
        }
        return requested.length() > before.length() + after.length() && begins(requested) && ends(requested);
    }

    /** For a spanning segment: returns true if the path may begin like this. */
    boolean begins(String requested) {
        return requested.startsWith(before);
    }

    /** For a spanning segment: returns true if the path may end like this. */
    boolean ends(String requested) {
        return requested.endsWith(after);
    }

    /** Returns a key that is equal for segments that match the same text. */
    String shape() {
        return isPlain ? before : before + (spans ? "{/}" : "{}") + after;
    }

    int plainCharacters() {
        return before.length() + after.length();
    }
}
