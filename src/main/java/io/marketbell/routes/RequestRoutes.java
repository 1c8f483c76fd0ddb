package io.marketbell.routes;

import jakarta.servlet.http.HttpServletRequest;

/** Tells where a request leads; found out by whoever asks first, and kept with the request for those who ask later. */
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
