package io.marketbell.bench.soak;

import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.Received;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * A user whose client repeatedly connects, resumes, acknowledges and disconnects, and records all received
 * notifications.
 */
final class ResumingUser {
    private static final Duration REPLIES = Duration.ofSeconds(60);

    private final URI base;
    private final String name;
    private final String key;
    private final Set<String> received = ConcurrentHashMap.newKeySet();
    private long highest;

    ResumingUser(URI base, String name, String key) {
        this.base = base;
        this.name = name;
        this.key = key;
    }

    String name() {
        return name;
    }

    String key() {
        return key;
    }

    /**
     * One connection: resumes from the highest offset seen, sometimes from the beginning, and ends without a close
     * frame.
     */
    void connectOnce(RandomGenerator random) throws InterruptedException {
        MarketbellClient client = MarketbellClient.connect(base, key);
        try {
            long from = random.nextInt(10) == 0 ? 0 : highest;
            client.send("{\"method\":\"subscribe\",\"params\":{\"types\":[\"ORDER_FILLED\"],\"resume_after\":" + from
                    + "},\"req_id\":900001}");
            if (random.nextInt(4) == 0) {
                client.send("{\"method\":\"unsubscribe\",\"params\":{\"subscription\":\"s1\"},\"req_id\":900002}");
            }
            Thread.sleep(random.nextInt(2_000));
            take(client);
            if (highest > 0) {
                client.send("{\"method\":\"ack\",\"params\":{\"offset\":" + highest + "}}");
            }
            Thread.sleep(random.nextInt(200));
        } finally {
            client.abort();
        }
    }

    private void take(MarketbellClient client) {
        for (JsonObject notification : client.received().notifications()) {
            received.add(notification.getString("id"));
            highest = Math.max(highest, notification.getJsonNumber("offset").longValue());
        }
    }

    /** Resumes from the beginning and waits for all notifications. Returns everything received so far. */
    Set<String> resumeAll() {
        try (MarketbellClient client = MarketbellClient.connect(base, key)) {
            client.send(
                    "{\"method\":\"subscribe\",\"params\":{\"types\":[\"ORDER_FILLED\"],\"resume_after\":0},\"req_id\":900003}");
            client.received()
                    .await(
                            "resumed",
                            REPLIES,
                            () -> client.received().all().stream()
                                    .anyMatch(item -> item instanceof Received.Status status
                                            && status.event().equals("resumed")));
            take(client);
        }
        return received;
    }
}
