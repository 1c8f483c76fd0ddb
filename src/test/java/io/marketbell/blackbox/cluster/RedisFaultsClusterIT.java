package io.marketbell.blackbox.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.Subscription;
import io.marketbell.testkit.server.MarketbellServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Faults of Redis, and of links to it, under load. Durable notifications are delivered all the time; the nodes have the same
 * last prices soon after the fault has ended.
 */
@OtherCluster
class RedisFaultsClusterIT {
    private static final Duration FOREVER = Duration.ofMinutes(10);
    private static final Duration SOON = Duration.ofSeconds(10);
    /** Reconnects to Redis are at most a second apart; then it may take two seconds. */
    private static final Duration EQUAL = Duration.ofSeconds(5);

    private static final Duration PUBLISHES = Duration.ofSeconds(3);
    /** Without messages, a node reads the log every 200 ms. */
    private static final long DELIVERED_MS = 2_000;
    /** Enough to show that publications continue, on a slow machine as well. */
    private static final int FIRST = 10;

    private static final int SOME = 50;

    private final Cluster cluster = Cluster.withRedis(Cluster::ofOtherThree);

    @AfterEach
    void heal() {
        cluster.heal();
    }

    /** @param fault begins; the cluster heals it */
    private void underLoad(String name, int seconds, Runnable fault) throws InterruptedException {
        try (Traffic traffic = new Traffic(name, cluster, 3, FOREVER, 1)) {
            traffic.awaitAccepted(SOME, SOON);
            traffic.note("the fault begins");
            fault.run();
            traffic.awaitAccepted(FIRST, PUBLISHES);
            TimeUnit.SECONDS.sleep(seconds);
            traffic.note("the fault ends");
            cluster.heal();
            traffic.awaitAccepted(SOME, SOON);
            traffic.finish();
            traffic.expectEqualPrices(EQUAL);

            assertThat(traffic.longestDelivery()).as("longest delivery in ms").isLessThan(DELIVERED_MS);
        }
    }

    @Test
    void redisIsKilledAndStartsWithoutData() throws InterruptedException {
        underLoad("redis-killed", 3, () -> cluster.redis().kill());
    }

    @Test
    void redisIsFrozen() throws InterruptedException {
        underLoad("redis-frozen", 5, () -> cluster.redis().freeze());
    }

    @Test
    void redisIsSlow() throws InterruptedException {
        underLoad(
                "redis-slow",
                5,
                () -> cluster.nodes().forEach(node -> node.redisLink().delay(Duration.ofSeconds(2))));
    }

    @Test
    void redisIsFlushed() throws InterruptedException {
        underLoad("redis-flushed", 1, () -> {
            for (int i = 0; i < 10; i++) {
                cluster.redis().flush();
            }
        });
    }

    @Test
    void redisIsReplacedByAStaleReplica() throws InterruptedException {
        cluster.redis().startStaleReplica();
        underLoad("redis-replaced", 1, () -> cluster.redis().failOver());
    }

    @Test
    void aLinkStalls() throws InterruptedException {
        underLoad("redis-stalled", 5, () -> cluster.node(2).redisLink().stall());
    }

    @Test
    void aKeyIsRevokedWithinThreeSecondsWithoutRedis() {
        User user = cluster.newUser();
        cluster.redis().kill();
        List<MarketbellClient> clients = cluster.nodes().stream()
                .map(node -> MarketbellClient.connect(node.base(), user.apiKey()))
                .toList();
        clients.forEach(client -> client.subscribe(Subscription.everything()));

        cluster.node(1)
                .rest(MarketbellServer.ADMIN)
                .delete("/api/v1/api-keys/" + user.keyId())
                .expect(204);

        clients.forEach(client -> assertThat(
                        client.received().awaitClose(Duration.ofSeconds(3)).code())
                .isEqualTo(4100));
    }
}
