package io.marketbell.ratelimit;

import io.marketbell.http.route.Destination;
import io.marketbell.http.route.Routes;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The known endpoints by which requests are counted: a method and a path template. All other requests are counted as
 * one endpoint, because the number of paths is unbounded.
 */
final class Endpoints {
    /** Static files such as pages and scripts. */
    static final String STATIC = "static";

    /** All other requests. */
    static final String OTHER = "other";

    private static final String SOCKETS = "/ws/";

    private final SortedSet<String> names = new TreeSet<>(List.of(STATIC, OTHER));

    Endpoints(Routes routes) {
        names.addAll(routes.endpoints());
    }

    Collection<String> names() {
        return Collections.unmodifiableSortedSet(names);
    }

    /** Whether the path accepts WebSocket handshakes; other paths are not upgraded. */
    static boolean isSocket(Destination destination) {
        return destination.template() != null && destination.template().startsWith(SOCKETS);
    }

    static String of(String method, Destination destination) {
        if (destination.endpoint() != null) {
            return destination.endpoint();
        }
        boolean reads = method.equals("GET") || method.equals("HEAD");
        return destination.kind() == Destination.Kind.OUTSIDE && reads ? STATIC : OTHER;
    }
}
