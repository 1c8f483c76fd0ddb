package io.marketbell.monitoring.report;

import io.marketbell.delivery.ConnectedClients.Listing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Numbers of connections of one or more nodes.
 *
 * @param users a user with connections at several nodes counts at each
 * @param endings connections closed since the start, by the name of the reason
 */
public record ConnectionCounts(long open, long users, Map<String, Long> endings) {
    public static final ConnectionCounts NONE = new ConnectionCounts(0, 0, Map.of());

    public static ConnectionCounts of(Listing listing) {
        Map<String, Long> endings = new LinkedHashMap<>();
        listing.endings().forEach((reason, count) -> endings.put(reason.name(), count));
        return new ConnectionCounts(listing.open().size(), listing.users(), endings);
    }

    public ConnectionCounts plus(ConnectionCounts more) {
        Map<String, Long> all = new TreeMap<>(endings);
        more.endings.forEach((reason, count) -> all.merge(reason, count, Long::sum));
        return new ConnectionCounts(open + more.open, users + more.users, all);
    }
}
