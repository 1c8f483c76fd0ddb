package io.marketbell.edge;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** The parts of the application, which have different security headers and rules. */
enum ApplicationPart {
    /** For client programs: REST, event streams, WebSocket. */
    API,
    /** Swagger UI, which needs a slightly weaker policy than the other pages. */
    DOCS,
    /** All other pages. */
    PAGE;

    /** The server's own Swagger UI: a separate web application, like /openapi and /metrics. */
    private static final String SERVERS_DOCS = "/openapi/ui";

    private static final Set<String> SERVERS_OWN = Set.of("/metrics", "/openapi", "/ibm/api");

    static boolean isServersDocs(HttpServletRequest request) {
        return request.getContextPath().equals(SERVERS_DOCS);
    }

    /** The part of the original request, also during an error dispatch. */
    static ApplicationPart of(HttpServletRequest request) {
        if (request.getDispatcherType() == DispatcherType.ERROR
                && request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri) {
            return of(uri.substring(request.getContextPath().length()));
        }
        if (SERVERS_OWN.contains(request.getContextPath())) {
            return API;
        }
        String rest = request.getPathInfo();
        return of(rest == null ? request.getServletPath() : request.getServletPath() + rest);
    }

    /** @param path the path as decoded by the container, without the context path */
    static ApplicationPart of(String path) {
        if (isUnder(path, "/api") || isUnder(path, "/ws")) {
            return API;
        }
        return isUnder(path, "/docs") ? DOCS : PAGE;
    }

    private static boolean isUnder(String path, String root) {
        return path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/');
    }
}
