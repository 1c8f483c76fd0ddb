package io.marketbell.protection;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

/** Which part of the application a request is for. */
final class Paths {
    private Paths() {}

    /** Of the request as it came, also while the page for its error is made. */
    static Part part(HttpServletRequest request) {
        if (request.getDispatcherType() == DispatcherType.ERROR
                && request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri) {
            return Part.of(uri.substring(request.getContextPath().length()));
        }
        String rest = request.getPathInfo();
        return Part.of(rest == null ? request.getServletPath() : request.getServletPath() + rest);
    }
}
