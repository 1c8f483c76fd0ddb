package io.marketbell.blackbox.cluster;

import io.marketbell.testkit.client.Json;
import io.marketbell.testkit.server.MarketbellServer;
import jakarta.json.JsonObject;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;

/** Durations of publications before Redis is killed, and after its first second away. */
final class PublishingWithoutRedis {
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final long PAUSE_MS = 2;

    private final PrintStream out;

    PublishingWithoutRedis(PrintStream out) {
        this.out = out;
    }

    void measure() throws InterruptedException {
        try (Cluster cluster = Cluster.of(2, Map.of())) {
            User user = cluster.newUser();
            JsonObject fill = Fills.to(user).build();
            JsonObject price = Json.object()
                    .add("type", "PRICE_UPDATE")
                    .add("instrument", user.name())
                    .build();
            publish(cluster, fill, price, WARM_UP, new Durations(), new Durations());
            Durations fills = new Durations();
            Durations prices = new Durations();
            publish(cluster, fill, price, MEASURED, fills, prices);
            cluster.redis().kill();
            Durations firstFills = new Durations();
            Durations firstPrices = new Durations();
            publish(cluster, fill, price, FIRST, firstFills, firstPrices);
            Durations fillsWithout = new Durations();
            Durations pricesWithout = new Durations();
            publish(cluster, fill, price, MEASURED, fillsWithout, pricesWithout);
            report("publishing durable ones", fills, firstFills, fillsWithout);
            report("publishing prices", prices, firstPrices, pricesWithout);
        }
    }

    private static void publish(
            Cluster cluster, JsonObject fill, JsonObject price, Duration howLong, Durations fills, Durations prices)
            throws InterruptedException {
        long end = System.nanoTime() + howLong.toNanos();
        for (int i = 0; System.nanoTime() < end; i++) {
            publish(cluster.node(1 + i % 2), fill, fills);
            Thread.sleep(PAUSE_MS);
            publish(cluster.node(1 + i % 2), price, prices);
            Thread.sleep(PAUSE_MS);
        }
    }

    private static void publish(Node node, JsonObject notification, Durations durations) {
        long begun = System.nanoTime();
        node.rest(MarketbellServer.PUBLISHER).publish(notification).expect(202);
        durations.add(System.nanoTime() - begun);
    }

    private void report(String what, Durations with, Durations first, Durations without) {
        out.println(what + "\n  Redis up              " + with + "\n  first second without  " + first
                + "\n  afterwards            " + without);
        out.printf("  p99 afterwards: × %.2f; goal: at most × 2%n", without.millis(99) / with.millis(99));
    }
}
