package io.marketbell.ratelimit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The endpoints there are, by which requests are counted: a method and a path's template. What is none of them is counted
 * as one, whatever its path: there is no end of paths.
 */
final class Endpoints {
    /** Pages, scripts and the like. */
    static final String STATIC = "static";

    /** Whatever else is asked for. */
    static final String OTHER = "other";

    private final Map<String, String> plain = new HashMap<>();
    private final List<Template> templates = new ArrayList<>();
    private final TreeSet<String> names = new TreeSet<>(List.of(STATIC, OTHER));

    /** A path such as {@code /api/v1/notifications/{id}}; a variable's pattern is not looked at, but for one of rest. */
    record Route(String method, String path) {}

    /** @param rest whether the last variable takes all that follows */
    private record Template(String method, String[] segments, boolean rest, String name) {
        boolean matches(String asked, String[] path) {
            if (!method.equals(asked) || path.length < segments.length || !rest && path.length > segments.length) {
                return false;
            }
            for (int i = 0; i < segments.length; i++) {
                if (segments[i] != null && !segments[i].equals(path[i])) {
                    return false;
                }
            }
            return true;
        }
    }

    Endpoints(Collection<Route> routes) {
        for (Route route : routes) {
            List<String> segments = segments(route.path());
            String name = route.method() + ' ' + withoutPatterns(segments);
            names.add(name);
            if (route.path().indexOf('{') < 0) {
                plain.put(name, name);
            } else {
                String last = segments.get(segments.size() - 1);
                templates.add(new Template(
                        route.method(),
                        segments.stream()
                                .map(segment -> segment.startsWith("{") ? null : segment)
                                .toArray(String[]::new),
                        last.startsWith("{") && last.contains(".+"),
                        name));
            }
        }
    }

    Collection<String> names() {
        return names;
    }

    /** @param path decoded, within the application */
    String of(String method, String path) {
        String asked = method.equals("HEAD") ? "GET" : method;
        String tidy = tidy(path);
        String known = plain.get(asked + ' ' + tidy);
        if (known != null) {
            return known;
        }
        if (!tidy.startsWith("/api/") && !tidy.startsWith("/ws/")) {
            return asked.equals("GET") ? STATIC : OTHER;
        }
        String[] segments = tidy.substring(1).split("/", -1);
        for (Template template : templates) {
            if (template.matches(asked, segments)) {
                return template.name();
            }
        }
        return OTHER;
    }

    /** As resources are found: whatever follows a semicolon is a parameter, and a slash at the end says nothing. */
    private static String tidy(String path) {
        String tidy = path.indexOf(';') < 0 ? path : path.replaceAll(";[^/]*+", "");
        return tidy.length() > 1 && tidy.endsWith("/") ? tidy.substring(0, tidy.length() - 1) : tidy;
    }

    /** A pattern may hold slashes and braces. */
    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        int depth = 0;
        int begin = 1;
        for (int i = 1; i <= path.length(); i++) {
            char c = i == path.length() ? '/' : path.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == '/' && depth == 0) {
                segments.add(path.substring(begin, i));
                begin = i + 1;
            }
        }
        return segments;
    }

    private static String withoutPatterns(List<String> segments) {
        StringBuilder path = new StringBuilder();
        for (String segment : segments) {
            int colon = segment.startsWith("{") ? segment.indexOf(':') : -1;
            path.append('/')
                    .append(colon < 0 ? segment : segment.substring(0, colon).strip() + '}');
        }
        return path.toString();
    }
}
