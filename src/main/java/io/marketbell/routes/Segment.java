package io.marketbell.routes;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What stands between two slashes of a template: plain text, or a variable, perhaps with text before and after it.
 * Several variables are taken for one: what is between them is not looked at.
 *
 * @param before all of it where it is plain
 * @param label without the variables' patterns
 * @param spans whether it takes slashes, too
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

    /** A pattern may hold braces. */
    private static int end(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("a variable without an end: " + text);
    }

    /** The only thing that is done with patterns, and before any request comes: they might take for ever on some. */
    private static boolean takesSlashes(String pattern) {
        return WITH_A_SLASH.stream()
                .anyMatch(text -> Pattern.compile(pattern).matcher(text).matches());
    }

    boolean takes(String asked) {
        if (isPlain) {
            return asked.equals(before);
        }
        return asked.length() > before.length() + after.length() && begins(asked) && ends(asked);
    }

    /** Of one that spans: whether it may begin with this. */
    boolean begins(String asked) {
        return asked.startsWith(before);
    }

    /** Of one that spans: whether it may end with this. */
    boolean ends(String asked) {
        return asked.endsWith(after);
    }

    /** What it takes, in a form that is the same for all that take the same. */
    String shape() {
        return isPlain ? before : before + (spans ? "{/}" : "{}") + after;
    }

    int plainCharacters() {
        return before.length() + after.length();
    }
}
