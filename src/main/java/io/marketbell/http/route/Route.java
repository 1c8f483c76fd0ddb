package io.marketbell.http.route;

/**
 * A method and a path template.
 *
 * @param template in the syntax of {@code jakarta.ws.rs.Path}, such as
 *     {@code /api/v1/notifications/{id: [0-9A-Z]+}}
 */
public record Route(String method, String template) {
    public Route {
        if (method.isEmpty() || !template.startsWith("/")) {
            throw new IllegalArgumentException("not a route: " + method + ' ' + template);
        }
    }
}
