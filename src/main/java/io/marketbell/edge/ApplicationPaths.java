package io.marketbell.edge;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** Finds the application part of a request. */
final class ApplicationPaths {
    /** The server's own Swagger UI: a separate web application, like /openapi and /metrics. */
    private static final String SERVERS_DOCS = "/openapi/ui";

    private static final Set<String> SERVERS_OWN = Set.of("/metrics", "/openapi", "/ibm/api");

    private ApplicationPaths() {}

    static boolean isServersDocs(HttpServletRequest request) {
        return request.getContextPath().equals(SERVERS_DOCS);
    }

    /** The part of the original request, also during an error dispatch. */
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
