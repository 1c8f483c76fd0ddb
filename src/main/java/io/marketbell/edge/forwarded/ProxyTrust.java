package io.marketbell.edge.forwarded;

import io.marketbell.http.address.Address;
import io.marketbell.http.address.Authority;
import io.marketbell.http.address.Network;
import io.marketbell.http.address.Port;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Determines the client of a request that passed proxies, and the original URL. Only entries of configured proxies are
 * trusted. Entries are read from the right, where the nearest proxy writes, up to the first address that is not a
 * configured proxy; the client may have forged the entries left of it.
 */
public final class ProxyTrust {
    /** The name of the setting. */
    public static final String SETTING = "marketbell.ratelimit.trusted.proxies";

    private final List<Network> trusted = new ArrayList<>();

    public ProxyTrust(Collection<String> networks) {
        for (String network : networks) {
            try {
                trusted.add(Network.parse(network));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        SETTING + ": not a network such as 10.0.0.0/8, or an address: " + network, e);
            }
        }
    }

    /** Whether no proxy is configured, so that addresses need not be checked. */
    public boolean isEmpty() {
        return trusted.isEmpty();
    }

    public boolean trusts(InetAddress peer) {
        return trusted.stream().anyMatch(network -> network.contains(peer));
    }

    /** Thrown if headers that a trusted proxy forwarded are unreliable; the message contains the reason. */
    public static final class Unreliable extends Exception {
        Unreliable(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * @param peer address of the connection, a trusted proxy
     * @throws Unreliable if the headers are malformed or contradictory; they are never guessed, because a guess may
     *     benefit an attacker
     */
    public OriginalRequest clientSide(InetAddress peer, ForwardingHeaders headers) throws Unreliable {
        List<ProxyHop> standard = headers.standard();
        List<ProxyHop> customary = headers.customary(this::countTrusted);
        if (standard.isEmpty() && customary.isEmpty()) {
            return new OriginalRequest(peer, Optional.empty(), Optional.empty(), -1);
        }
        if (standard.isEmpty()) {
            return read(peer, customary);
        }
        OriginalRequest reported = read(peer, standard);
        if (!customary.isEmpty()) {
            agree(reported, read(peer, customary), headers.namesClients());
        }
        return reported;
    }

    /**
     * A proxy writes one kind of headers and may forward the other kind as the client wrote it. They cannot be
     * distinguished, so they must agree.
     */
    private static void agree(OriginalRequest a, OriginalRequest b, boolean bothNameClients) throws Unreliable {
        boolean same = (!bothNameClients || a.address().equals(b.address()))
                && agree(a.secure(), b.secure())
                && agree(a.host().map(Authority::host), b.host().map(Authority::host));
        if (!same) {
            throw new Unreliable("Forwarded and X-Forwarded-* contradict each other");
        }
    }

    private static <T> boolean agree(Optional<T> a, Optional<T> b) {
        return a.isEmpty() || b.isEmpty() || a.equals(b);
    }

    /** The number of rightmost entries that trusted proxies have written. */
    private int countTrusted(List<String> clients) {
        int count = 0;
        for (int i = clients.size() - 1; i >= 0; i--) {
            count++;
            if (!Address.parse(clients.get(i)).filter(this::trusts).isPresent()) {
                break;
            }
        }
        return count;
    }

    private OriginalRequest read(InetAddress peer, List<ProxyHop> hops) throws Unreliable {
        InetAddress client = peer;
        String scheme = null;
        String host = null;
        String port = null;
        List<ProxyHop> fromRight = new ArrayList<>(hops);
        Collections.reverse(fromRight);
        for (ProxyHop hop : fromRight) {
            // Each value is from a trusted proxy; the farther proxy is closer to the client.
            scheme = hop.scheme() == null ? scheme : hop.scheme();
            port = hop.host() == null && hop.port() == null ? port : hop.port();
            host = hop.host() == null ? host : hop.host();
            Optional<InetAddress> next = address(hop.client());
            client = next.orElse(client);
            if (next.isEmpty() || !trusts(client)) {
                break;
            }
        }
        return new OriginalRequest(client, secure(scheme), authority(host), port(port));
    }

    /** Empty if the proxy does not report the address: {@code unknown}, {@code _hidden}, or an empty value. */
    private static Optional<InetAddress> address(String client) throws Unreliable {
        if (client == null
                || client.startsWith("_")
                || client.equalsIgnoreCase("unknown")
                || client.toLowerCase(Locale.ROOT).startsWith("unknown:")) {
            return Optional.empty();
        }
        Optional<InetAddress> address = Address.parse(client);
        if (address.isEmpty()) {
            throw new Unreliable("a forwarding header contains an invalid client address");
        }
        return address;
    }

    private static Optional<Boolean> secure(String scheme) throws Unreliable {
        if (scheme == null) {
            return Optional.empty();
        }
        return Optional.of(
                switch (scheme.toLowerCase(Locale.ROOT)) {
                    case "https", "wss" -> true;
                    case "http", "ws" -> false;
                    default ->
                        throw new Unreliable("a forwarding header contains a protocol other than http and https");
                });
    }

    private static Optional<Authority> authority(String host) throws Unreliable {
        if (host == null) {
            return Optional.empty();
        }
        Optional<Authority> authority = Authority.parse(host);
        if (authority.isEmpty()) {
            throw new Unreliable("a forwarding header contains an invalid host");
        }
        return authority;
    }

    private static int port(String port) throws Unreliable {
        if (port == null) {
            return -1;
        }
        return Port.parse(port).orElseThrow(() -> new Unreliable("a forwarding header contains an invalid port"));
    }
}
