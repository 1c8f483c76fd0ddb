package io.marketbell.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.marketbell.cluster.ClusterMode;
import io.marketbell.cluster.ClusterSettings;
import io.marketbell.cluster.Presence;
import io.marketbell.cluster.PresenceContract;
import io.marketbell.testkit.redis.RedisForTests;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisPresenceTest extends PresenceContract {
    private static RedisForTests redis;
    private static RedisClient client;
    private static RedisCommands<String, String> commands;

    private final Map<String, TestNode> nodes = new HashMap<>();

    /** A node with a client of its own. */
    private record TestNode(RedisServer server, RedisPresence presence) {
        static TestNode named(String name) {
            RedisSettings settings = new RedisSettings(
                    redis.url(), Duration.ofMillis(5), true, Duration.ofSeconds(60), Duration.ofMillis(500));
            RedisServer server = new RedisServer(settings);
            RedisPresence presence = new RedisPresence(
                    server,
                    new ClusterSettings(
                            ClusterMode.REDIS, "test", name, 3, Duration.ofSeconds(1), Duration.ofSeconds(5)),
                    settings);
            presence.start();
            return new TestNode(server, presence);
        }

        /** Ends without a message to Redis. */
        void kill() {
            server.close();
            presence.close();
        }

        void stop() {
            presence.close();
            server.close();
        }
    }

    @BeforeAll
    static void startRedis() {
        redis = new RedisForTests();
        client = RedisClient.create(redis.url());
        commands = client.connect().sync();
    }

    @AfterAll
    static void stopRedis() {
        client.shutdown();
        redis.close();
    }

    @AfterEach
    void stopNodes() {
        nodes.values().forEach(TestNode::stop);
        commands.flushall();
    }

    @Override
    protected Presence at(String node) {
        return nodes.computeIfAbsent(node, name -> {
                    TestNode started = TestNode.named(name);
                    awaitAnnouncement(started.presence());
                    return started;
                })
                .presence();
    }

    private static void awaitAnnouncement(RedisPresence presence) {
        await().atMost(20, TimeUnit.SECONDS).until(presence::isAnnounced);
    }

    private void enter(String node, String user, int connections) {
        for (int i = 0; i < connections; i++) {
            assertThat(at(node).enter(user, 20)).isTrue();
        }
    }

    @Test
    void theConnectionsOfAKilledNodeAreReplacedAtAnotherWithoutARefusal() {
        enter("a", "alice", 20);
        at("b");

        nodes.remove("a").kill();

        enter("b", "alice", 20);
        assertThat(at("b").enter("alice", 20)).isFalse();
    }

    @Test
    void connectionsMoveFromADrainingNodeToAnother() {
        enter("a", "alice", 20);
        at("b");

        for (int i = 0; i < 20; i++) {
            at("a").leave("alice");
            enter("b", "alice", 1);
        }

        assertThat(at("b").figures().inDoubt()).isZero();
        assertThat(at("b").enter("alice", 20)).isFalse();
        assertThat(at("a").elsewhere("alice")).isEqualTo(20);
    }

    @Test
    void aSilentNodeDoesNotPreventAConnection() {
        at("a");
        commands.hset("marketbell:test:presence:user:alice", "c:1", "20");
        commands.set("marketbell:test:presence:beat:c:1", Long.toString(now() - 1_600));
        enter("a", "alice", 1);

        commands.hset("marketbell:test:presence:user:bob", "c:1", "20");
        commands.set("marketbell:test:presence:beat:c:1", Long.toString(now() + 60_000));
        assertThat(at("a").enter("bob", 20)).as("a later beat is a proof").isFalse();
    }

    private static long now() {
        return Long.parseLong(commands.time().get(0)) * 1_000;
    }

    @Test
    void theConnectionsOfAStoppedNodeAreReplacedAtOnce() {
        enter("a", "alice", 20);
        at("b");

        nodes.remove("a").stop();

        assertThat(at("b").elsewhere("alice")).isZero();
        enter("b", "alice", 20);
        assertThat(at("b").figures().inDoubt()).isZero();
    }

    @Test
    void allCountsAreAnnouncedAgainAfterRedisHasLostThem() {
        enter("a", "alice", 2);
        enter("a", "bob", 1);
        at("b");

        commands.flushall();

        await().untilAsserted(() -> {
            assertThat(at("b").elsewhere("alice")).isEqualTo(2);
            assertThat(at("b").elsewhere("bob")).isEqualTo(1);
        });
        assertThat(at("a").figures().announcements()).isEqualTo(2);
        assertThat(at("a").enter("alice", 2)).isFalse();
    }

    @Test
    void aConnectionIsAdmittedWhileRedisIsFrozenAndCountsAfterwards() {
        enter("a", "alice", 1);
        at("b");
        redis.freeze();
        try {
            assertThat(at("b").enter("alice", 1)).isTrue();
            long began = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                assertThat(at("b").enter("user" + i, 1)).isTrue();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("only the first connection waits for the timeout")
                    .isLessThan(Duration.ofSeconds(2));
            assertThat(at("b").figures().inDoubt()).isEqualTo(101);
            assertThat(at("b").elsewhere("alice")).isZero();
        } finally {
            redis.resume();
        }

        await().untilAsserted(() -> {
            assertThat(at("a").elsewhere("alice")).isEqualTo(1);
            assertThat(at("a").elsewhere("user99")).isEqualTo(1);
        });
    }

    @Test
    void connectionsThatEndedWhileRedisWasAwayDoNotCountAfterItsReturn() {
        enter("a", "alice", 5);
        at("b");
        redis.kill();
        for (int i = 0; i < 3; i++) {
            at("a").leave("alice");
        }
        assertThat(at("b").enter("bob", 1)).isTrue();
        redis.start();

        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> {
            assertThat(at("b").elsewhere("alice")).isEqualTo(2);
            assertThat(at("a").elsewhere("bob")).isEqualTo(1);
        });
    }

    @Test
    void aNodeWhoseLeaseExpiredIsCountedUnderANewIncarnation() {
        enter("a", "alice", 2);
        at("b");
        String fields = String.join(",", commands.hkeys("marketbell:test:presence:user:alice"));
        commands.keys("marketbell:test:presence:beat:a:*").forEach(commands::del);

        await().untilAsserted(() -> assertThat(at("b").elsewhere("alice")).isEqualTo(2));
        enter("b", "alice", 1);
        assertThat(commands.hkeys("marketbell:test:presence:user:alice"))
                .as("the field of the ended incarnation is removed")
                .hasSize(2)
                .doesNotContain(fields);
    }

    @Test
    void countsDoNotExpireWhileTheirNodeRunsAndExpireAfterIt() {
        enter("a", "alice", 1);
        String key = "marketbell:test:presence:user:alice";
        commands.pexpire(key, 1_000);

        await().until(() -> commands.pttl(key) > 50_000);
        assertThat(commands.pttl(
                        commands.keys("marketbell:test:presence:beat:a:*").get(0)))
                .isBetween(1L, 2_000L);
    }

    @Test
    void anUnreadableCountOfAnotherReleaseIsIgnored() {
        at("a");
        commands.set("marketbell:test:presence:beat:c:1", "x");
        commands.hset("marketbell:test:presence:user:alice", "c:1", "many");

        enter("a", "alice", 1);
    }

    @Test
    void afterRandomFaultsTheCountsAreTheTruth() {
        Random random = new Random(20_261_130);
        Map<String, Map<String, Integer>> truth = new HashMap<>();
        String[] names = {"a", "b", "c"};
        for (int step = 0; step < 600; step++) {
            String node = names[random.nextInt(names.length)];
            String user = "user" + random.nextInt(4);
            Map<String, Integer> counts = truth.computeIfAbsent(node, unused -> new HashMap<>());
            int choice = random.nextInt(100);
            if (choice < 2) {
                commands.flushall();
            } else if (choice < 3 && nodes.containsKey(node)) {
                nodes.remove(node).kill();
                counts.clear();
            } else if (choice < 60) {
                if (at(node).enter(user, 20)) {
                    counts.merge(user, 1, Integer::sum);
                }
            } else if (counts.getOrDefault(user, 0) > 0) {
                at(node).leave(user);
                counts.merge(user, -1, Integer::sum);
            }
        }

        Presence observer = at("observer");
        for (int i = 0; i < 4; i++) {
            String user = "user" + i;
            int expected = truth.values().stream()
                    .mapToInt(counts -> counts.getOrDefault(user, 0))
                    .sum();
            await().atMost(10, TimeUnit.SECONDS)
                    .untilAsserted(
                            () -> assertThat(observer.elsewhere(user)).as(user).isEqualTo(expected));
        }
    }
}
