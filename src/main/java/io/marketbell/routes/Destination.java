package io.marketbell.routes;

/**
 * Where a request leads.
 *
 * @param kind what is there
 * @param template the path's, its variables without their patterns, such as {@code /api/v1/notifications/{id}}; null
 *     where nothing has a route for the path
 * @param endpoint the method and the template, such as {@code GET /api/v1/notifications/{id}}; null also where the
 *     template is not for the request's method. A HEAD is its GET's.
 */
public record Destination(Kind kind, String template, String endpoint) {
    static final Destination OUTSIDE = new Destination(Kind.OUTSIDE, null, null);
    static final Destination NOWHERE = new Destination(Kind.NOWHERE, null, null);

    /** What is there. */
    public enum Kind {
        /** A path that has a route, though perhaps not for this method. */
        ROUTE,
        /** Not among the routes at all, such as pages and scripts; they may be there or not. */
        OUTSIDE,
        /** Nothing, beside the routes. */
        NOWHERE
    }

    static Destination of(String method, String template) {
        return new Destination(Kind.ROUTE, template, method + ' ' + template);
    }

    static Destination of(String template) {
        return new Destination(Kind.ROUTE, template, null);
    }
}
