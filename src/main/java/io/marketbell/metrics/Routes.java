package io.marketbell.metrics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Finds the template of a path, such as {@code /api/v1/dead-letters/{id}}: there is no end of paths, but of templates. */
final class Routes {
    /** What is asked for outside the API, and is there. */
    static final String STATIC = "static";

    /** What nothing here has a route for. */
    static final String UNMATCHED = "unmatched";

    private final List<Route> routes = new ArrayList<>();

    private record Route(String template, String[] segments, int plain) {
        boolean matches(String[] path) {
            if (path.length != segments.length) {
                return false;
            }
            for (int i = 0; i < segments.length; i++) {
                if (!segments[i].startsWith("{") && !segments[i].equals(path[i])) {
                    return false;
                }
            }
            return true;
        }
    }

    /** @param templates variables may have patterns, which are not looked at */
    Routes(Collection<String> templates) {
        for (String template : templates) {
            String plain = plain(template);
            String[] segments = plain.split("/", -1);
            int named = 0;
            for (String segment : segments) {
                named += segment.startsWith("{") ? 0 : 1;
            }
            routes.add(new Route(plain, segments, named));
        }
        // as JAX-RS does: what is named goes before what a variable takes
        routes.sort((one, other) -> Integer.compare(other.plain, one.plain));
    }

    /** Without the patterns of its variables. */
    static String plain(String template) {
        return template.replaceAll("\\{\\s*(\\w+)\\s*:.*?}(?=/|$)", "{$1}");
    }

    /** @param found whether there was something to answer with */
    String of(String path, boolean found) {
        String tidy = path.indexOf(';') < 0 ? path : path.replaceAll(";[^/]*+", "");
        if (tidy.length() > 1 && tidy.endsWith("/")) {
            tidy = tidy.substring(0, tidy.length() - 1);
        }
        if (!tidy.startsWith("/api/") && !tidy.startsWith("/ws/")) {
            return found ? STATIC : UNMATCHED;
        }
        String[] segments = tidy.split("/", -1);
        for (Route route : routes) {
            if (route.matches(segments)) {
                return route.template;
            }
        }
        return UNMATCHED;
    }
}
