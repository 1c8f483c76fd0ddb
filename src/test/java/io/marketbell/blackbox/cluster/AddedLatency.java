package io.marketbell.blackbox.cluster;

import io.marketbell.testkit.client.Json;
import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.Received;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.client.Subscription;
import io.marketbell.testkit.server.MarketbellServer;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Latencies of one node, and of two nodes of which one takes the request and the other one has the client, alternating in
 * short blocks.
 */
final class AddedLatency {
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final int WARM_UP_BLOCKS = 10;
    private static final int BLOCKS = 30;
    private static final int REQUESTS = 25;
    /** Between two requests: latency is measured, not throughput. */
    private static final long PAUSE_MS = 5;

    private final PrintStream out;

    AddedLatency(PrintStream out) {
        this.out = out;
    }

    void measure() throws InterruptedException {
        try (Cluster single = Cluster.of(1, 1, Map.of("MARKETBELL_CLUSTER_MODE", "single"));
                Cluster two = Cluster.of(2, 2, Map.of());
                Side one = new Side(single.node(1), single.node(1), single.newUser());
                Side other = new Side(two.node(1), two.node(2), two.newUser())) {
            compare("durable, until a client has it", one, other, 5, Side::durable);
            compare("price, until a client has it", one, other, 10, Side::price);
            compare("REST decision with limits", one, other, 1, Side::request);
        }
    }

    private interface Measurement {
        void take(Side side, Durations durations) throws InterruptedException;
    }

    private void compare(String what, Side one, Side two, long goalMs, Measurement measurement)
            throws InterruptedException {
        Durations ofOne = new Durations();
        Durations ofTwo = new Durations();
        for (int block = -WARM_UP_BLOCKS; block < BLOCKS; block++) {
            Durations unused = new Durations();
            for (int i = 0; i < REQUESTS; i++) {
                measurement.take(one, block < 0 ? unused : ofOne);
                Thread.sleep(PAUSE_MS);
            }
            for (int i = 0; i < REQUESTS; i++) {
                measurement.take(two, block < 0 ? unused : ofTwo);
                Thread.sleep(PAUSE_MS);
            }
        }
        out.println(what + "\n  one node  " + ofOne + "\n  two nodes " + ofTwo);
        out.printf("  added, p50: %.2f ms; goal: at most %d ms%n", ofTwo.millis(50) - ofOne.millis(50), goalMs);
    }

    /** A node that takes requests, and a client at a node. */
    private static final class Side implements AutoCloseable {
        private final RestClient publisher;
        private final RestClient caller;
        private final User user;
        private final MarketbellClient client;
        private final BlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();

        Side(Node requested, Node connected, User user) {
            this.publisher = requested.rest(MarketbellServer.PUBLISHER);
            this.caller = requested.rest(user.apiKey());
            this.user = user;
            this.client = MarketbellClient.connect(
                    connected.base(), Map.of(RestClient.API_KEY, user.apiKey()), HANDSHAKE, message -> {
                        if (message instanceof Received.Data) {
                            arrivals.add(System.nanoTime());
                        }
                    });
            client.subscribe(Subscription.everything());
        }

        void durable(Durations durations) throws InterruptedException {
            publish(Fills.to(user), durations);
        }

        /** With a priority that is not collected in a batch of the connection. */
        void price(Durations durations) throws InterruptedException {
            JsonObjectBuilder price = Json.object()
                    .add("type", "PRICE_UPDATE")
                    .add("instrument", user.name())
                    .add("priority", "CRITICAL");
            publish(price, durations);
        }

        private void publish(JsonObjectBuilder notification, Durations durations) throws InterruptedException {
            JsonObject json = notification.build();
            long begun = System.nanoTime();
            publisher.publish(json).expect(202);
            Long arrived = arrivals.poll(5, TimeUnit.SECONDS);
            if (arrived == null) {
                throw new AssertionError("not received: " + json);
            }
            durations.add(arrived - begun);
        }

        void request(Durations durations) {
            long begun = System.nanoTime();
            caller.get("/api/v1/me").expect(200);
            durations.add(System.nanoTime() - begun);
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
