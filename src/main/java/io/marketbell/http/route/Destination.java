package io.marketbell.http.route;

/**
 * The route of a request.
 *
 * @param kind kind of target
 * @param template the path template without variable patterns, such as {@code /api/v1/notifications/{id}}; null if
 *     no route matches the path
 * @param endpoint the method and the template, such as {@code GET /api/v1/notifications/{id}}; also null if the
 *     template does not support the request's method. HEAD is reported as GET.
 */
public record Destination(Kind kind, String template, String endpoint) {
    static final Destination OUTSIDE = new Destination(Kind.OUTSIDE, null, null);
    static final Destination NOWHERE = new Destination(Kind.NOWHERE, null, null);

    /** Kind of target. */
    public enum Kind {
        /** The path matches a route, but the method may not be supported. */
        ROUTE,
        /** Outside the routes, such as pages and scripts, which may or may not exist. */
        OUTSIDE,
        /** Under the path of the routes, but without a matching route. */
        NOWHERE
    }

    static Destination of(String method, String template) {
        return new Destination(Kind.ROUTE, template, method + ' ' + template);
    }

    static Destination of(String template) {
        return new Destination(Kind.ROUTE, template, null);
    }
}
