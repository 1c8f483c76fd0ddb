package io.marketbell.http.route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A path template. At most one of its variables may span several segments. The segments before it are matched from the
 * start of the path and those after it from the end, so there is no backtracking.
 */
final class PathTemplate {
    /**
     * Order of Jakarta RESTful Web Services, section 3.7.2: most literal characters first. Ties: literal text further
     * to the left first, then a variable of a single segment first.
     */
    static final Comparator<PathTemplate> PRECEDENCE = Comparator.comparingInt(PathTemplate::plainCharacters)
            .reversed()
            .thenComparing(PathTemplate::order)
            .thenComparing(PathTemplate::label);

    private final Segment[] segments;

    /** Index of the spanning segment, or -1. */
    private final int spanning;

    PathTemplate(String text) {
        this.segments = split(text).stream().map(Segment::parse).toArray(Segment[]::new);
        if (!segments[0].isPlain()) {
            throw new IllegalArgumentException("a template must begin with literal text: " + text);
        }
        int found = -1;
        for (int i = 0; i < segments.length; i++) {
            if (segments[i].spans()) {
                if (found >= 0) {
                    throw new IllegalArgumentException("only one variable may span several segments: " + text);
                }
                found = i;
            }
        }
        this.spanning = found;
    }

    /** Splits at slashes outside patterns. */
    private static List<String> split(String text) {
        List<String> segments = new ArrayList<>();
        int depth = 0;
        int begin = 1;
        for (int i = 1; i <= text.length(); i++) {
            char c = i == text.length() ? '/' : text.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == '/' && (depth == 0 || i == text.length())) {
                segments.add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        return segments;
    }

    boolean isPlain() {
        for (Segment segment : segments) {
            if (!segment.isPlain()) {
                return false;
            }
        }
        return true;
    }

    boolean matches(String[] path) {
        return spanning < 0
                ? path.length == segments.length && takes(path, 0, segments.length, 0)
                : path.length >= segments.length && matchesAround(path);
    }

    private boolean matchesAround(String[] path) {
        int more = path.length - segments.length;
        Segment span = segments[spanning];
        boolean middle = more == 0
                ? span.takes(path[spanning])
                : span.begins(path[spanning]) && span.ends(path[spanning + more]);
        return middle && takes(path, 0, spanning, 0) && takes(path, spanning + 1, segments.length, more);
    }

    private boolean takes(String[] path, int from, int to, int ahead) {
        for (int i = from; i < to; i++) {
            if (!segments[i].takes(path[i + ahead])) {
                return false;
            }
        }
        return true;
    }

    /** Returns the template without variable patterns. */
    String label() {
        return joined(Segment::label);
    }

    /** Returns a key that is equal for templates that match the same paths, independent of the variable names. */
    String shape() {
        return joined(Segment::shape);
    }

    /** Returns the literal prefix of all matching paths. */
    String root() {
        return segments[0].before();
    }

    private String joined(Function<Segment, String> part) {
        return Arrays.stream(segments).map(part).collect(Collectors.joining("/", "/", ""));
    }

    private int plainCharacters() {
        int sum = segments.length;
        for (Segment segment : segments) {
            sum += segment.plainCharacters();
        }
        return sum;
    }

    /** Returns a sort key with one digit per segment. */
    private String order() {
        return Arrays.stream(segments)
                .map(segment -> segment.isPlain() ? "0" : segment.spans() ? "2" : "1")
                .collect(Collectors.joining());
    }
}
