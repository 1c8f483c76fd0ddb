package io.marketbell.routes;

import jakarta.servlet.http.HttpServletRequest;

/** Finds the destination of a request at the first call, and keeps it with the request. */
public final class RequestRoutes {
    private static final String ATTRIBUTE = Destination.class.getName();

    private final Routes routes;

    public RequestRoutes(Routes routes) {
        this.routes = routes;
    }

    public Destination of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Destination known) {
            return known;
        }
        String info = request.getPathInfo();
        String path = info == null ? request.getServletPath() : request.getServletPath() + info;
        Destination found = routes.find(request.getMethod(), path);
        request.setAttribute(ATTRIBUTE, found);
        return found;
    }
}
