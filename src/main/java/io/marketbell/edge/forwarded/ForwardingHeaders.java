package io.marketbell.edge.forwarded;

import io.marketbell.edge.forwarded.ProxyTrust.Unreliable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * The headers that proxies add to a request: Forwarded (RFC 7239), or the de-facto standard X-Forwarded-*.
 *
 * @param header returns all values of a header by its name, in order
 */
public record ForwardingHeaders(Function<String, List<String>> header) {

    /** Whether both kinds contain the client. */
    boolean namesClients() {
        return !list("X-Forwarded-For").isEmpty();
    }

    /** The hops of Forwarded from left to right; none if the header is absent. */
    List<ProxyHop> standard() throws Unreliable {
        List<String> values = header.apply("Forwarded");
        if (values.isEmpty()) {
            return List.of();
        }
        return ForwardedHeader.parse(String.join(",", values))
                .orElseThrow(() -> new Unreliable("the header Forwarded is malformed"));
    }

    /**
     * The values of X-Forwarded-* as one hop, or as several hops that only contain the client and a leftmost one with
     * the other values.
     *
     * @param trusted counts how many of the rightmost clients were written by trusted proxies; entries of the other
     *     headers farther left are ignored as well, because each proxy adds at most one
     */
    List<ProxyHop> customary(ToIntFunction<List<String>> trusted) throws Unreliable {
        List<String> clients = list("X-Forwarded-For");
        int count = Math.max(1, trusted.applyAsInt(clients));
        String scheme = entry("X-Forwarded-Proto", count);
        String host = entry("X-Forwarded-Host", count);
        String port = entry("X-Forwarded-Port", count);
        if (clients.isEmpty() && scheme == null && host == null && port == null) {
            return List.of();
        }
        List<ProxyHop> hops = new ArrayList<>();
        List<String> recent = clients.subList(Math.max(0, clients.size() - count), clients.size());
        hops.add(new ProxyHop(recent.isEmpty() ? null : recent.get(0), scheme, host, port));
        recent.stream().skip(1).forEach(client -> hops.add(new ProxyHop(client, null, null, null)));
        return hops;
    }

    /** The entry at this index from the right, or the leftmost one; null if there is none. */
    private String entry(String name, int fromRight) {
        List<String> entries = list(name);
        return entries.isEmpty() ? null : entries.get(Math.max(0, entries.size() - fromRight));
    }

    private List<String> list(String name) {
        List<String> entries = new ArrayList<>();
        for (String value : header.apply(name)) {
            for (String entry : value.split(",", -1)) {
                if (!entry.isBlank()) {
                    entries.add(entry.strip());
                }
            }
        }
        return entries;
    }
}
