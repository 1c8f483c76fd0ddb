package io.marketbell.edge.forwarded;

import io.marketbell.edge.forwarded.ProxyTrust.Unreliable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** What proxies have written into a request: Forwarded (RFC 7239), or the customary X-Forwarded-*. */
public final class ForwardingHeaders {
    private final Function<String, List<String>> header;

    /** @param header all values of a header by its name, in order */
    public ForwardingHeaders(Function<String, List<String>> header) {
        this.header = header;
    }

    /** Whether both kinds say who the client is. */
    boolean namesClients() {
        return !list("X-Forwarded-For").isEmpty();
    }

    /** Those of Forwarded from left to right; none where there is no such header. */
    List<ProxyHop> standard() throws Unreliable {
        List<String> values = header.apply("Forwarded");
        if (values.isEmpty()) {
            return List.of();
        }
        return ForwardedHeader.parse(String.join(",", values))
                .orElseThrow(() -> new Unreliable("the header Forwarded is malformed"));
    }

    /**
     * Those of X-Forwarded-* as one hop, or several that only name clients and a leftmost one that says the rest.
     *
     * @param trusted how many of the rightmost clients were written by trusted proxies; of the other headers no entry
     *     farther left is believed either, as each proxy adds at most one
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
        List<String> known = clients.subList(Math.max(0, clients.size() - count), clients.size());
        hops.add(new ProxyHop(known.isEmpty() ? null : known.get(0), scheme, host, port));
        known.stream().skip(1).forEach(client -> hops.add(new ProxyHop(client, null, null, null)));
        return hops;
    }

    /** The entry of that number from the right, or the leftmost; null where there is none. */
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
