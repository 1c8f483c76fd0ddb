package io.marketbell.metrics.meter;

import io.marketbell.http.route.Destination;
import io.marketbell.http.route.Routes;
import io.marketbell.metrics.Metric;
import java.util.Set;
import java.util.TreeSet;

/** Values of the tag {@code route}: a route template of the application, {@code static} or {@code unmatched}. */
public final class RouteTag {
    /** An existing static resource. */
    static final String STATIC = "static";

    /** A path without a route or resource. */
    static final String UNMATCHED = "unmatched";

    private RouteTag() {}

    /** Returns all possible values. */
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
