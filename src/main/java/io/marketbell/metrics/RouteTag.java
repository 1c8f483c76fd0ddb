package io.marketbell.metrics;

import io.marketbell.routes.Destination;
import io.marketbell.routes.Routes;
import java.util.Set;
import java.util.TreeSet;

/** The values of the tag {@code route}: a template of the application's routes, or one of two words. */
public final class RouteTag {
    /** What is asked for beside the routes, and is there. */
    static final String STATIC = "static";

    /** What nothing here has a route for. */
    static final String UNMATCHED = "unmatched";

    private RouteTag() {}

    /** All that there can be. */
    public static Set<String> all(Routes routes) {
        Set<String> all = new TreeSet<>(routes.templates());
        all.addAll(Set.of(STATIC, UNMATCHED, Metric.OTHER));
        return all;
    }

    static String of(Destination destination, int status) {
        if (destination.template() != null) {
            return destination.template();
        }
        return destination.kind() == Destination.Kind.OUTSIDE && status < 400 ? STATIC : UNMATCHED;
    }
}
