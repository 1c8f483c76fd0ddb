package io.marketbell.edge.forwarded;

import io.marketbell.http.address.Authority;
import io.marketbell.http.address.Port;

/**
 * Where the client thinks it is: what its browser shows, and calls the origin of our pages.
 *
 * @param scheme http or https
 * @param host an IPv6 address without brackets, as servlets have it
 */
public record PublicOrigin(String scheme, String host, int port) {

    /**
     * @param reached as this server was asked
     * @param header the port in the header Host of that request, or -1
     * @param told what trusted proxies say of it
     */
    public static PublicOrigin of(PublicOrigin reached, int header, OriginalRequest told) {
        String scheme = told.secure().map(secure -> secure ? "https" : "http").orElse(reached.scheme());
        String host = told.host().map(Authority::host).map(PublicOrigin::bare).orElse(reached.host());
        if (told.host().isEmpty() && told.secure().isEmpty() && told.port() < 0) {
            return new PublicOrigin(scheme, host, reached.port());
        }
        // Without a word on the port it is the usual one: the port of ours that the proxy has reached says nothing.
        int beside = told.port() > 0 ? told.port() : Port.ofScheme(scheme);
        int within = told.host().map(Authority::port).orElse(header);
        return new PublicOrigin(scheme, host, within > 0 ? within : beside);
    }

    boolean isSecure() {
        return scheme.equals("https");
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Scheme, host, and the port where it is not the usual one. */
    String url() {
        return url(scheme, host, port);
    }

    public static String url(String scheme, String host, int port) {
        String name = host.indexOf(':') >= 0 && !host.startsWith("[") ? '[' + host + ']' : host;
        return scheme + "://" + name + (port == Port.ofScheme(scheme) ? "" : ":" + port);
    }
}
