package io.marketbell.edge.forwarded;

import io.marketbell.http.address.Address;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/** A request as the client sent it to the proxy. */
public final class ForwardedRequest extends HttpServletRequestWrapper {
    /** Present if a proxy reported the host. */
    public static final String HOST_REPORTED = "io.marketbell.edge.host.reported";
    /** Present if a proxy reported anything. */
    public static final String PROXIED = "io.marketbell.edge.proxied";

    private final String address;
    private final PublicOrigin origin;

    public ForwardedRequest(HttpServletRequest request, OriginalRequest reported, PublicOrigin origin) {
        super(request);
        this.address = Address.text(reported.address());
        this.origin = origin;
        request.setAttribute(PROXIED, reported.secure().isPresent() ? Boolean.TRUE : null);
        request.setAttribute(HOST_REPORTED, reported.host().isPresent() ? Boolean.TRUE : null);
    }

    @Override
    public String getRemoteAddr() {
        return address;
    }

    /** Never a name: a DNS lookup for each client would be slow, and its result is not trustworthy. */
    @Override
    public String getRemoteHost() {
        return address;
    }

    @Override
    public String getScheme() {
        return origin.scheme();
    }

    @Override
    public boolean isSecure() {
        return origin.isSecure();
    }

    @Override
    public String getServerName() {
        return origin.host();
    }

    @Override
    public int getServerPort() {
        return origin.port();
    }

    @Override
    public StringBuffer getRequestURL() {
        return new StringBuffer(origin.url()).append(getRequestURI());
    }
}
