package io.marketbell.edge;

import io.marketbell.http.address.Address;
import io.marketbell.http.address.Authority;
import io.marketbell.http.address.Network;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The host names under which this server accepts requests. Links derived from the Host header, and caches that use it,
 * depend on input of the client, so only listed names are accepted. Ports are ignored.
 */
final class TrustedHosts {
    /** The name of the setting. */
    static final String SETTING = "marketbell.protection.hosts";

    static final List<String> DEFAULT = List.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> names = new HashSet<>();
    private final List<String> domains = new ArrayList<>();
    private final List<Network> networks = new ArrayList<>();

    /**
     * @param listed {@code bell.example.com}, {@code *.example.com} (every name below it), {@code [::1]}, {@code
     *     10.42.0.0/16} (every address in it, such as those of pods)
     */
    TrustedHosts(Collection<String> listed) {
        for (String entry : listed) {
            if (entry.indexOf('/') >= 0) {
                networks.add(network(entry));
                continue;
            }
            boolean below = entry.startsWith("*.");
            String name = Authority.parse(below ? entry.substring(2) : entry)
                    .filter(authority -> authority.port() < 0)
                    .map(Authority::host)
                    .orElseThrow(() -> new IllegalArgumentException(SETTING + ": not a host such as bell.example.com,"
                            + " *.example.com or [::1], without a port: " + entry));
            if (below) {
                domains.add('.' + name);
            } else {
                names.add(name);
            }
        }
    }

    private static Network network(String entry) {
        try {
            return Network.parse(entry);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(SETTING + ": not a network such as 10.42.0.0/16: " + entry, e);
        }
    }

    boolean contains(Authority requested) {
        return names.contains(requested.host())
                || domains.stream().anyMatch(requested.host()::endsWith)
                || !networks.isEmpty() && isInNetwork(requested.host());
    }

    private boolean isInNetwork(String host) {
        return Address.parse(host)
                .filter(address -> networks.stream().anyMatch(network -> network.contains(address)))
                .isPresent();
    }

    /** The fault of a request's host. */
    enum Fault {
        MISSING("the header Host is missing"),
        SEVERAL("the header Host is repeated"),
        MALFORMED("the header Host is malformed"),
        CONTRADICTED("the request line and the header Host name different hosts"),
        UNKNOWN("this host is not allowed: the setting " + SETTING + " lists the allowed hosts");

        private final String detail;

        Fault(String detail) {
            this.detail = detail;
        }

        String detail() {
            return detail;
        }
    }

    /**
     * @param hostHeaders the values of the header Host
     * @param parsedHost the host as parsed by the server: the request line may contain one as well, and a trusted proxy
     *     may report the original one
     * @param fromProxy whether a trusted proxy reported it; the header then belongs to the hop between proxy and server, and
     *     may be any host
     */
    Optional<Fault> fault(List<String> hostHeaders, String parsedHost, boolean fromProxy) {
        if (hostHeaders.isEmpty() || hostHeaders.get(0).isBlank()) {
            return Optional.of(Fault.MISSING);
        }
        if (hostHeaders.size() > 1) {
            return Optional.of(Fault.SEVERAL);
        }
        Optional<Authority> header = Authority.parse(hostHeaders.get(0));
        Optional<Authority> requested = Authority.parse(Authority.bracketed(parsedHost));
        if (header.isEmpty() || requested.isEmpty()) {
            return Optional.of(Fault.MALFORMED);
        }
        if (!fromProxy && !header.get().host().equals(requested.get().host())) {
            return Optional.of(Fault.CONTRADICTED);
        }
        return contains(requested.get()) ? Optional.empty() : Optional.of(Fault.UNKNOWN);
    }

    /**
     * The usual case without parsing: the header is a listed name in the same spelling, optionally with a port, and the
     * server has parsed the same host. Otherwise {@link #fault} decides.
     */
    boolean list(String header, String parsedHost) {
        return names.contains(parsedHost)
                && header.startsWith(parsedHost)
                && Authority.isPort(header.substring(parsedHost.length()));
    }
}
