package io.marketbell.http.route;

import jakarta.servlet.http.HttpServletRequest;

/** Returns the route of a request. The route is matched on first use and stored as a request attribute. */
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
