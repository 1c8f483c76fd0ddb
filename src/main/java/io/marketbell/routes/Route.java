package io.marketbell.routes;

/**
 * A method and the paths that it is for.
 *
 * @param template such as {@code /api/v1/notifications/{id: [0-9A-Z]+}}, as {@code jakarta.ws.rs.Path} writes it
 */
public record Route(String method, String template) {
    public Route {
        if (method.isEmpty() || !template.startsWith("/")) {
            throw new IllegalArgumentException("not a route: " + method + ' ' + template);
        }
    }
}
