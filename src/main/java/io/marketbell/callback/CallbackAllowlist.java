package io.marketbell.callback;

import io.marketbell.http.address.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The allowed targets of callbacks. An entry of the list is a host, a host with a port, {@code *.example.com} for every
 * host below a domain, or an address or network: {@code 10.1.2.3}, {@code [::1]:9000}, {@code 10.1.0.0/16}.
 *
 * <p>A host that is listed by name may resolve only to public addresses and to other addresses that are listed
 * themselves: control over a DNS name must not give access to internal addresses. {@code localhost} lists the loopback
 * addresses.
 *
 * <p>If HTTPS is required, an entry without a port allows port 443 only; otherwise any port. {@code :*} allows any port
 * in both cases.
 */
public final class CallbackAllowlist {

    private static final int LONGEST_URL = 2_048;

    private static final int HTTPS_PORT = 443;

    private final List<Place> places;
    private final boolean httpsRequired;

    /** A list without the restrictions of {@code httpsRequired}. */
    public CallbackAllowlist(List<String> hosts) {
        this(hosts, false);
    }

    /** @throws IllegalArgumentException with the invalid entry in its message */
    public CallbackAllowlist(List<String> hosts, boolean httpsRequired) {
        this.httpsRequired = httpsRequired;
        List<Place> listed = new ArrayList<>();
        for (String host : hosts) {
            Place place = Place.parse(host.strip().toLowerCase(Locale.ROOT));
            listed.add(place);
            if (place.name != null && place.name.equals("localhost")) {
                listed.add(new Place(null, Network.parse("127.0.0.1"), place.port));
                listed.add(new Place(null, Network.parse("::1"), place.port));
            }
        }
        places = List.copyOf(listed);
    }

    /** Returns why a callback URL is rejected, as a text for the publisher; empty if it is allowed. */
    public Optional<String> refusal(String url) {
        if (url.length() > LONGEST_URL) {
            return Optional.of("must have at most 2,048 characters");
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return Optional.of("is not a valid URL");
        }
        boolean isHttps = "https".equalsIgnoreCase(uri.getScheme());
        if (httpsRequired && !isHttps) {
            return Optional.of("must start with https://");
        }
        if (!isHttps && !"http".equalsIgnoreCase(uri.getScheme())) {
            return Optional.of("must start with https:// or http://");
        }
        if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
            return Optional.of("must have a host, no credentials and no fragment");
        }
        String host = host(uri);
        int port = port(uri);
        int unlisted = httpsRequired ? HTTPS_PORT : port;
        if (places.stream().anyMatch(place -> place.allows(host) && place.allowsPort(port, unlisted))) {
            return Optional.empty();
        }
        return Optional.of(
                places.stream().anyMatch(place -> place.allows(host))
                        ? "port " + port + " of host " + host + " is not allowed for callbacks"
                        : "host " + host + " is not an allowed callback host");
    }

    /**
     * Returns the allowed addresses of a host. Its port was checked with its URL, so entries without a port allow any.
     *
     * @throws AddressRefused if none is allowed
     */
    List<InetSocketAddress> allowed(String host, int port, InetAddress... resolved) throws AddressRefused {
        List<InetSocketAddress> allowed = Stream.of(resolved)
                .filter(address -> PublicAddresses.contain(address)
                        || places.stream().anyMatch(place -> place.allows(address) && place.allowsPort(port, port)))
                .map(address -> new InetSocketAddress(address, port))
                .toList();
        if (allowed.isEmpty()) {
            throw new AddressRefused();
        }
        return allowed;
    }

    /** Returns the host in lower case, an IPv6 address without brackets. */
    static String host(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    /** A name resolves only to forbidden addresses. Has no message, so that the addresses are not disclosed. */
    static final class AddressRefused extends UnknownHostException {
        AddressRefused() {
            super("the host resolves to an address that is not allowed");
        }
    }

    /**
     * An entry of the list: a name or a network.
     *
     * @param name starts with a dot if it matches every host below a domain
     * @param port 0 if the entry has none
     */
    private record Place(String name, Network network, int port) {
        private static final int ANY_PORT = -1;

        static Place parse(String entry) {
            if (entry.endsWith(":*")) {
                Place any = parse(entry.substring(0, entry.length() - 2));
                if (any.port != 0) {
                    throw new IllegalArgumentException("marketbell.callback.hosts: " + entry + " has two ports");
                }
                return new Place(any.name, any.network, ANY_PORT);
            }
            try {
                if (entry.contains("/")) {
                    return new Place(null, Network.parse(entry), 0);
                }
                boolean bare = Network.isAddress(entry) && entry.indexOf(':') >= 0;
                URI uri = new URI("callback://" + (bare ? "[" + entry + "]" : entry.replaceFirst("^\\*\\.", "any.")));
                if (uri.getHost() == null || !uri.getRawPath().isEmpty() || uri.getUserInfo() != null) {
                    throw new IllegalArgumentException("not a host");
                }
                int port = Math.max(0, uri.getPort());
                String host = CallbackAllowlist.host(uri);
                if (Network.isAddress(host)) {
                    return new Place(null, Network.parse(host), port);
                }
                return new Place(entry.startsWith("*.") ? host.substring("any".length()) : host, null, port);
            } catch (URISyntaxException | IllegalArgumentException e) {
                throw new IllegalArgumentException("marketbell.callback.hosts: " + entry + " is not a host", e);
            }
        }

        /** @param unlisted the port that an entry without a port allows */
        boolean allowsPort(int requested, int unlisted) {
            return port == ANY_PORT || requested == (port == 0 ? unlisted : port);
        }

        boolean allows(String host) {
            if (network == null) {
                return name.startsWith(".") ? host.endsWith(name) : host.equals(name);
            }
            return Network.isAddress(host)
                    && network.contains(Network.parse(host).base());
        }

        boolean allows(InetAddress address) {
            return network != null && network.contains(address);
        }
    }
}
