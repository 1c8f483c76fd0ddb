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
 * The names under which this server may be asked. Links that are made from the Host header, and caches that use it, rely on
 * what the client wrote: so only listed names are taken. Ports do not matter.
 */
final class TrustedHosts {
    /** The setting that lists them. */
    static final String SETTING = "marketbell.protection.hosts";

    static final String DEFAULT = "localhost,127.0.0.1,[::1]";

    private final Set<String> names = new HashSet<>();
    private final List<String> domains = new ArrayList<>();
    private final List<Network> networks = new ArrayList<>();

    /**
     * @param listed {@code bell.example.com}, {@code *.example.com} (every name below it), {@code [::1]},
     *     {@code 10.42.0.0/16} (every address in it, as those of pods)
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

    boolean include(Authority asked) {
        return names.contains(asked.host())
                || domains.stream().anyMatch(asked.host()::endsWith)
                || !networks.isEmpty() && isInNetwork(asked.host());
    }

    private boolean isInNetwork(String host) {
        return Address.parse(host)
                .filter(address -> networks.stream().anyMatch(network -> network.contains(address)))
                .isPresent();
    }

    /** What is wrong with the Host of a request. */
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
     * @param given the values of the header Host
     * @param understood the host that the server has understood: the request line may name one as well, and a trusted
     *     proxy may tell the one that it was asked for
     * @param told whether a trusted proxy told it; then the header is between it and us, and may be any host
     */
    Optional<Fault> fault(List<String> given, String understood, boolean told) {
        if (given.isEmpty() || given.get(0).isBlank()) {
            return Optional.of(Fault.MISSING);
        }
        if (given.size() > 1) {
            return Optional.of(Fault.SEVERAL);
        }
        Optional<Authority> header = Authority.parse(given.get(0));
        Optional<Authority> asked = Authority.parse(bracketed(understood));
        if (header.isEmpty() || asked.isEmpty()) {
            return Optional.of(Fault.MALFORMED);
        }
        if (!told && !header.get().host().equals(asked.get().host())) {
            return Optional.of(Fault.CONTRADICTED);
        }
        return include(asked.get()) ? Optional.empty() : Optional.of(Fault.UNKNOWN);
    }

    /**
     * As nearly always: the header is a name in the very letters of the list, and perhaps a port, and the server has
     * understood the same; there is nothing to be parsed. Where this is not so, {@link #fault} tells what is.
     */
    boolean list(String header, String understood) {
        return names.contains(understood)
                && header.startsWith(understood)
                && Authority.isPort(header.substring(understood.length()));
    }

    /** Servers tell IPv6 addresses without brackets. */
    private static String bracketed(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? '[' + host + ']' : host;
    }
}
