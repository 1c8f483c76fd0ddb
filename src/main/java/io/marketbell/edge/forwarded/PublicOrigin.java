package io.marketbell.edge.forwarded;

import io.marketbell.http.address.Authority;
import io.marketbell.http.address.Port;

/**
 * The origin of the application as seen by the client's browser.
 *
 * @param scheme http or https
 * @param host an IPv6 address has no brackets, as in the servlet API
 */
public record PublicOrigin(String scheme, String host, int port) {

    /**
     * @param reached the origin at which the request reached this server
     * @param header the port in the header Host of that request, or -1
     * @param reported the original request as reported by trusted proxies
     */
    public static PublicOrigin of(PublicOrigin reached, int header, OriginalRequest reported) {
        String scheme =
                reported.secure().map(secure -> secure ? "https" : "http").orElse(reached.scheme());
        String host =
                reported.host().map(Authority::host).map(PublicOrigin::bare).orElse(reached.host());
        if (reported.host().isEmpty() && reported.secure().isEmpty() && reported.port() < 0) {
            return new PublicOrigin(scheme, host, reached.port());
        }
        // Without a reported port it is the default one: the local port that the proxy connects to is irrelevant.
        int beside = reported.port() > 0 ? reported.port() : Port.ofScheme(scheme);
        int within = reported.host().map(Authority::port).orElse(header);
        return new PublicOrigin(scheme, host, within > 0 ? within : beside);
    }

    boolean isSecure() {
        return scheme.equals("https");
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Scheme, host, and the port if it is not the default one. */
    String url() {
        return url(scheme, host, port);
    }

    public static String url(String scheme, String host, int port) {
        return scheme + "://" + Authority.bracketed(host) + (port == Port.ofScheme(scheme) ? "" : ":" + port);
    }
}
