package io.marketbell.blackbox.cluster;

import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.Received;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.client.Subscription;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The last prices of some instruments, as a new client receives them from each node. */
final class LastValues {
    private static final Duration HANDSHAKE = Duration.ofSeconds(3);
    /** Longer than a batch is kept. */
    private static final long SNAPSHOT_MS = 400;

    private LastValues() {}

    /**
     * Waits until each node has the same last values, and none that is older than the accepted ones.
     *
     * @return the differences that are left then; empty if there are none
     */
    static List<String> differences(List<Node> nodes, User user, List<PricePublisher.Price> accepted, Duration within)
            throws InterruptedException {
        Map<String, String> newest = new TreeMap<>();
        accepted.forEach(price -> newest.merge(price.instrument(), price.id(), LastValues::newer));
        long deadline = Clock.now() + within.toMillis();
        while (true) {
            List<String> differences = differences(nodes, user, newest);
            if (differences.isEmpty() || Clock.now() > deadline) {
                return differences;
            }
        }
    }

    private static List<String> differences(List<Node> nodes, User user, Map<String, String> newest)
            throws InterruptedException {
        Map<String, Map<String, String>> ofNodes = new LinkedHashMap<>();
        for (Node node : nodes) {
            ofNodes.put(node.name(), at(node, user, newest.keySet()));
        }
        List<String> differences = new ArrayList<>();
        newest.forEach((instrument, id) -> {
            Map<String, String> ids = new TreeMap<>();
            ofNodes.forEach((node, values) -> ids.put(node, values.getOrDefault(instrument, "-")));
            boolean same = ids.values().stream().distinct().count() == 1;
            if (!same || ids.values().iterator().next().compareTo(id) < 0) {
                differences.add("LAST VALUES " + instrument + ": " + ids + ", the newest accepted is " + id);
            }
        });
        return differences;
    }

    /**
     * Instrument and id of each last value. Empty if the node refuses the client: for a moment after a fault it may not be
     * able to verify a new key.
     */
    private static Map<String, String> at(Node node, User user, Set<String> instruments) throws InterruptedException {
        Map<String, String> values = new ConcurrentHashMap<>();
        try (MarketbellClient client = MarketbellClient.connect(
                node.base(), Map.of(RestClient.API_KEY, user.apiKey()), HANDSHAKE, message -> take(values, message))) {
            client.subscribe(Subscription.to("PRICE_UPDATE")
                    .instruments(instruments.toArray(String[]::new))
                    .withSnapshot());
            long deadline = Clock.now() + SNAPSHOT_MS;
            while (values.size() < instruments.size() && Clock.now() < deadline) {
                Thread.sleep(10);
            }
        } catch (MarketbellClient.HandshakeRefused e) {
            Thread.sleep(50);
        }
        return values;
    }

    private static void take(Map<String, String> values, Received message) {
        if (message instanceof Received.Data data) {
            for (JsonObject price : data.notifications()) {
                values.merge(price.getString("instrument"), price.getString("id"), LastValues::newer);
            }
        }
    }

    /** Ids are ordered by time. */
    static String newer(String one, String other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
