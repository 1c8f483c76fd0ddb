package io.marketbell.edge;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** Which part of the application a request is for. */
final class ApplicationPaths {
    /** The server's own Swagger UI; a web application of its own, like /openapi and /metrics. */
    private static final String SERVERS_DOCS = "/openapi/ui";

    private static final Set<String> SERVERS_OWN = Set.of("/metrics", "/openapi", "/ibm/api");

    private ApplicationPaths() {}

    static boolean isServersDocs(HttpServletRequest request) {
        return request.getContextPath().equals(SERVERS_DOCS);
    }

    /** Of the request as it came, also while the page for its error is made. */
    static ApplicationPart part(HttpServletRequest request) {
        if (request.getDispatcherType() == DispatcherType.ERROR
                && request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri) {
            return ApplicationPart.of(uri.substring(request.getContextPath().length()));
        }
        if (SERVERS_OWN.contains(request.getContextPath())) {
            return ApplicationPart.API;
        }
        String rest = request.getPathInfo();
        return ApplicationPart.of(rest == null ? request.getServletPath() : request.getServletPath() + rest);
    }
}
