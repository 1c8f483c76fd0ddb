package io.marketbell.delivery.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.redis.RedisBus;
import io.marketbell.cluster.redis.RedisServer;
import io.marketbell.cluster.redis.RedisSettings;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.testkit.clock.TestClock;
import io.marketbell.testkit.redis.RedisForTests;
import io.marketbell.thread.DaemonThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes in one process that exchange volatile notifications over a Redis server. */
class VolatileOverRedisTest {
    private static final Duration AT_MOST = Duration.ofSeconds(30);
    private static final byte[] KEY = new byte[32];

    private final RedisForTests redis = new RedisForTests();
    private final TestClock clock = new TestClock();
    private final String cluster = "c" + UUID.randomUUID();
    private final Map<SimulatedNode, NodeBus> buses = new HashMap<>();
    private final List<SimulatedNode> nodes = new ArrayList<>();

    private record NodeBus(RedisServer server, RedisBus bus, VolatileExchange exchange) {
        void close() {
            exchange.close();
            bus.close();
            server.close();
        }
    }

    private SimulatedNode start(String name) {
        SimulatedNode node = new SimulatedNode(clock, Duration.ZERO);
        RedisSettings settings = new RedisSettings(
                redis.url(), Duration.ofMillis(5), true, Duration.ofSeconds(60), Duration.ofMillis(500));
        RedisServer server = new RedisServer(settings);
        RedisBus bus = new RedisBus(server, settings, Duration.ofMillis(100), cluster, name, KEY);
        VolatileExchange exchange = new VolatileExchange(
                bus,
                node.hub,
                settings.batch(),
                id -> true,
                heard -> {},
                clock,
                DaemonThreads.named("marketbell-test-"));
        node.hub.onPublish(exchange::published);
        exchange.start();
        bus.start();
        nodes.add(node);
        buses.put(node, new NodeBus(server, bus, exchange));
        await().atMost(AT_MOST).until(() -> bus.state() == Bus.State.UP && exchange.isLoaded());
        return node;
    }

    @AfterEach
    void close() {
        buses.values().forEach(NodeBus::close);
        nodes.forEach(SimulatedNode::close);
        redis.close();
    }

    @Test
    void everyNodeHasTheLastValuesAlsoOneThatStartsLater() {
        SimulatedNode first = start("first");
        SimulatedNode second = start("second");
        price(first, "AAPL");
        price(second, "MSFT");
        first.publish(NotificationType.POSITION_UPDATE, "AAPL", List.of("alice", "bob"), Duration.ofHours(1));
        awaitAgreement(first, second, 4);

        SimulatedNode third = start("third");
        assertThat(third.snapshot()).isEqualTo(first.snapshot());
    }

    @Test
    void aStartedNodeHasTheLastValuesAfterRedisHasLostItsData() {
        SimulatedNode first = start("first");
        SimulatedNode second = start("second");
        price(first, "AAPL");
        price(second, "MSFT");
        awaitAgreement(first, second, 2);
        redis.kill();
        redis.start();
        awaitUp(first);
        awaitUp(second);

        await().atMost(AT_MOST).until(() -> {
            SimulatedNode later = start("later" + nodes.size());
            return later.snapshot().equals(first.snapshot());
        });
    }

    @Test
    void nodesAgreeAfterPublicationsWithoutRedis() {
        SimulatedNode first = start("first");
        SimulatedNode second = start("second");
        price(first, "AAPL");
        awaitAgreement(first, second, 1);
        redis.kill();
        await().atMost(AT_MOST)
                .until(() -> buses.get(first).bus.state() == Bus.State.AWAY
                        && buses.get(second).bus.state() == Bus.State.AWAY);
        price(first, "AAPL");
        clock.advance(Duration.ofMillis(1));
        Notification newest = price(second, "AAPL");
        price(first, "TSLA");
        price(second, "MSFT");

        redis.start();

        awaitAgreement(first, second, 3);
        assertThat(first.snapshot()).anyMatch(value -> value.endsWith(newest.id()));
    }

    private static Notification price(SimulatedNode node, String instrument) {
        return node.publish(NotificationType.PRICE_UPDATE, instrument, List.of(), Duration.ofHours(1));
    }

    private void awaitUp(SimulatedNode node) {
        await().atMost(AT_MOST).until(() -> buses.get(node).bus.state() == Bus.State.UP);
    }

    private static void awaitAgreement(SimulatedNode first, SimulatedNode second, int values) {
        await().atMost(AT_MOST).untilAsserted(() -> {
            Set<String> snapshot = first.snapshot();
            assertThat(snapshot).hasSize(values);
            assertThat(second.snapshot()).isEqualTo(snapshot);
        });
    }
}
