package io.marketbell.cluster.redis;

import static io.marketbell.cluster.BusNode.id;
import static io.marketbell.cluster.BusNode.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.blackbox.TcpProxy;
import io.marketbell.cluster.Bus.State;
import io.marketbell.cluster.BusFigures;
import io.marketbell.cluster.BusNode;
import io.marketbell.cluster.SharedValue;
import io.marketbell.testkit.redis.RedisForTests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisBusFaultsTest {
    /** For a machine that is so busy that messages wait for seconds; with a stream of 1 MiB. */
    private static final BusBounds SLOW = new BusBounds(
            Duration.ofSeconds(60),
            100_000,
            1L << 20,
            Duration.ofSeconds(20),
            Duration.ofMillis(50),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            1_000,
            1L << 20);

    private final RedisFixture nodes = new RedisFixture();
    private final RedisForTests redis = new RedisForTests();

    @AfterEach
    void closeAll() throws Exception {
        nodes.close();
        redis.close();
    }

    private BusNode started(String name) {
        return BusNode.started(nodes.bus(redis.url(), name));
    }

    @BeforeAll
    static void awaitLonger() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    @AfterAll
    static void awaitAsUsual() {
        Awaitility.reset();
    }

    private static long dropped(BusNode node, BusDrop reason) {
        return node.bus.figures().dropped().get(reason.label());
    }

    private static void awaitRestart(BusNode... all) {
        for (BusNode node : all) {
            await().untilAsserted(() -> assertThat(node.states).containsExactly(State.UP, State.AWAY, State.UP));
        }
    }

    @Test
    void whileRedisIsFrozenTheBusIsAwayAndSendingDoesNotBlock() {
        BusNode a = started("a");
        BusNode b = started("b");

        redis.freeze();
        a.send("in flight");
        a.awaitState(State.AWAY);
        b.awaitState(State.AWAY);
        long began = System.nanoTime();
        assertThat(a.send("dropped")).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(100));
        redis.resume();
        a.awaitState(State.UP);
        b.awaitState(State.UP);

        assertThat(a.send("again")).isTrue();
        await().untilAsserted(() -> assertThat(b.received).endsWith("again").doesNotContain("dropped"));
        assertThat(dropped(a, BusDrop.AWAY)).isPositive();
    }

    @Test
    void aServerWithoutMemoryCountsAsAway() {
        BusNode a = started("a");
        BusNode b = started("b");

        redis.command("CONFIG SET maxmemory 1");
        a.awaitState(State.AWAY);
        assertThat(a.send("dropped")).isFalse();
        redis.command("CONFIG SET maxmemory 0");
        a.awaitState(State.UP);
        b.awaitState(State.UP);

        a.send("again");
        await().untilAsserted(() -> assertThat(b.received).containsExactly("again"));
    }

    @Test
    void aReplicaIsNotUsedUntilItIsThePrimary() {
        try (RedisForTests replica = new RedisForTests("--replicaof", "127.0.0.1", Integer.toString(redis.port()))) {
            BusNode node = BusNode.starting(nodes.bus(replica.url(), "a"));
            await().until(() -> node.bus.isStarted());
            assertThat(node.bus.state()).isEqualTo(State.AWAY);

            replica.command("REPLICAOF NO ONE");

            node.awaitState(State.UP);
        }
    }

    @Test
    void aPrimaryThatBecomesAReplicaIsLeft() throws Exception {
        try (RedisForTests replica = new RedisForTests("--replicaof", "127.0.0.1", Integer.toString(redis.port()));
                TcpProxy proxy = TcpProxy.notYetLaid(redis.port())) {
            proxy.lay();
            String url = "redis://127.0.0.1:" + proxy.port();
            BusNode a = BusNode.started(nodes.bus(url, "a"));
            BusNode b = BusNode.started(nodes.bus(url, "b"));
            a.send("1", value("AAPL", id(1), "101"));
            await().until(() -> replica.command("HLEN marketbell:test:values").startsWith(":1"));

            // connections to the former primary stay open; new ones lead to the new one
            proxy.forwardTo(replica.port());
            replica.command("REPLICAOF NO ONE");
            redis.command("REPLICAOF 127.0.0.1 " + replica.port());
            awaitRestart(a, b);

            a.send("2");
            await().untilAsserted(() -> assertThat(b.received).containsExactly("1", "2"));
            assertThat(replica.command("XLEN marketbell:test:bus")).startsWith(":2");
        }
    }

    @Test
    void aNodeOfARedisClusterIsNotUsed(@TempDir Path directory) {
        try (RedisForTests cluster = new RedisForTests("--cluster-enabled", "yes", "--dir", directory.toString())) {
            BusNode node = BusNode.starting(nodes.bus(cluster.url(), "a"));
            await().until(() -> node.bus.isStarted());

            assertThat(node.states).isEmpty();
            assertThat(node.bus.state()).isEqualTo(State.AWAY);
        }
    }

    @Test
    void anEvictionPolicyIsReported() {
        assertThat(started("a").bus.figures().evicting()).isFalse();
        redis.command("CONFIG SET maxmemory-policy allkeys-lru");

        assertThat(started("b").bus.figures().evicting()).isTrue();
    }

    @Test
    void afterAFailoverToAStaleReplicaAllHaveTheNewestValuesAgain() throws Exception {
        try (RedisForTests replica = new RedisForTests("--replicaof", "127.0.0.1", Integer.toString(redis.port()));
                TcpProxy proxy = TcpProxy.notYetLaid(redis.port())) {
            proxy.lay();
            String url = "redis://127.0.0.1:" + proxy.port();
            BusNode a = BusNode.started(nodes.bus(url, "a"));
            BusNode b = BusNode.started(nodes.bus(url, "b"));
            a.send("1", value("AAPL", id(1), "101"));
            await().until(() -> replica.command("HLEN marketbell:test:values").startsWith(":1"));
            replica.command("REPLICAOF NO ONE");
            a.send("2", value("AAPL", id(2), "102"));
            b.send("3", value("MSFT", id(3), "203"));
            await().until(() -> b.received.size() == 2 && a.received.size() == 1);

            proxy.forwardTo(replica.port());
            redis.kill();
            awaitRestart(a, b);

            await().until(() -> replica.command("HLEN marketbell:test:values").startsWith(":2"));
            BusNode late = BusNode.started(nodes.bus(url, "late"));
            assertThat(late.value("AAPL")).isEqualTo("102");
            assertThat(late.value("MSFT")).isEqualTo("203");
            a.send("4");
            await().untilAsserted(() -> assertThat(b.received).endsWith("4"));
        }
    }

    @Test
    void aNodeThatWasAwayForLongerThanTheRetentionLoadsTheLastValues() throws Exception {
        BusNode b = started("b");
        try (TcpProxy proxy = TcpProxy.notYetLaid(redis.port())) {
            proxy.lay();
            BusNode a = BusNode.started(nodes.bus("redis://127.0.0.1:" + proxy.port(), "a"));
            b.send("1");
            await().until(() -> a.received.size() == 1);
            proxy.cut();
            a.awaitState(State.AWAY);
            b.send("2", value("AAPL", id(2), "102"));
            b.send("3");
            await().until(() -> redis.command("XLEN marketbell:test:bus").startsWith(":3"));
            redis.command("XTRIM marketbell:test:bus MAXLEN 1");

            proxy.lay();
            awaitRestart(a);

            assertThat(a.value("AAPL")).isEqualTo("102");
            assertThat(a.bus.figures().losses()).isEqualTo(1);
        }
    }

    @Test
    void aNodeThatWasAwayShortlyReceivesWhatItMissed() throws Exception {
        BusNode b = started("b");
        try (TcpProxy proxy = TcpProxy.notYetLaid(redis.port())) {
            proxy.lay();
            BusNode a = BusNode.started(nodes.bus("redis://127.0.0.1:" + proxy.port(), "a"));
            b.send("1");
            await().until(() -> a.received.size() == 1);
            proxy.cut();
            a.awaitState(State.AWAY);
            b.send("2");
            b.send("3");

            proxy.lay();
            a.awaitState(State.UP);

            await().untilAsserted(() -> assertThat(a.received).containsExactly("1", "2", "3"));
            assertThat(a.bus.figures().losses()).isZero();
        }
    }

    @Test
    void messagesWithAnotherKeyAreDroppedAndCounted() {
        BusNode a = started("a");
        BusNode forger =
                BusNode.started(nodes.bus(redis.url(), "forger", RedisFixture.BOUNDS, "another key".getBytes(UTF_8)));

        forger.send("forged", value("AAPL", id(9), "1"));
        await().until(() -> dropped(a, BusDrop.FORGED) == 1);

        assertThat(a.received).isEmpty();
        BusNode late = started("late");
        assertThat(late.values).isEmpty();
        assertThat(dropped(late, BusDrop.FORGED)).isEqualTo(1);
    }

    @Test
    void aRefusedNodeSendsItsLastValuesOnceItIsAccepted() {
        AtomicBoolean accepted = new AtomicBoolean();
        RedisBus bus = nodes.bus(redis.url(), "a");
        bus.sendWhile(accepted::get);
        BusNode a = BusNode.started(bus);
        BusNode b = started("b");

        assertThat(a.send("1", value("AAPL", id(1), "101"))).isFalse();
        assertThat(dropped(a, BusDrop.REFUSED)).isEqualTo(1);
        assertThat(b.values).isEmpty();
        accepted.set(true);

        await().untilAsserted(() -> assertThat(b.value("AAPL")).isEqualTo("101"));
        assertThat(b.received).isEmpty();
    }

    @Test
    void aServerThatHasForgottenTheScriptReceivesItAgain() {
        BusNode a = started("a");
        BusNode b = started("b");
        redis.command("SCRIPT FLUSH");

        a.send("dropped", value("AAPL", id(1), "101"));

        await().untilAsserted(() -> assertThat(b.value("AAPL")).isEqualTo("101"));
        a.awaitState(State.UP);
    }

    @Test
    void withoutRedisTheBusStartsAfterAWhileAndJoinsLater() {
        redis.kill();
        BusNode a = BusNode.starting(nodes.bus(redis.url(), "a"));
        assertThat(a.bus.isStarted()).isFalse();
        await().until(() -> a.bus.isStarted());
        assertThat(a.bus.state()).isEqualTo(State.AWAY);
        a.send("1", value("AAPL", id(1), "101"));

        redis.start();
        a.awaitState(State.UP);

        await().until(() -> redis.command("HLEN marketbell:test:values").startsWith(":1"));
        assertThat(started("late").value("AAPL")).isEqualTo("101");
    }

    @Test
    void theNumberAndSizeOfStoredValuesAreBounded() {
        BusNode a = started("a");
        for (int message = 0; message < 3; message++) {
            int from = message * 500;
            a.send(
                    "",
                    IntStream.range(from, from + 500)
                            .mapToObj(number -> value("k" + number, id(number), "v"))
                            .toArray(SharedValue[]::new));
        }
        await().until(() -> a.bus.figures().sent() == 3);
        assertThat(redis.command("HLEN marketbell:test:values")).startsWith(":1000");

        for (int number = 0; number < 10; number++) {
            a.send("", value("large" + number, id(number), "x".repeat(200_000)));
        }
        await().until(() -> a.bus.figures().sent() == 13);
        String bytes = redis.command("GET marketbell:test:value-bytes")
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();
        assertThat(Long.parseLong(bytes)).isBetween(800_000L, RedisFixture.BOUNDS.mostValueBytes());
        assertThat(redis.command("ZCARD marketbell:test:value-expiries"))
                .isEqualTo(redis.command("HLEN marketbell:test:values"));
    }

    @Test
    void expiredValuesAreNotLoadedAndRemoved() {
        BusNode a = started("a");
        a.send(
                "1",
                new SharedValue("AAPL", id(1), "101".getBytes(UTF_8), Duration.ofMillis(1)),
                value("MSFT", id(2), "202"));
        await().until(() -> a.bus.figures().sent() == 1);

        await().until(() -> redis.command("HLEN marketbell:test:values").startsWith(":1"));
        assertThat(started("late").values).containsOnlyKeys("MSFT");
    }

    @Test
    void theStreamIsBoundedInBytes() {
        BusNode a = BusNode.started(nodes.bus(redis.url(), "a", SLOW, RedisFixture.KEY));

        for (int i = 0; i < 40; i++) {
            a.send("x".repeat(200_000));
        }
        await().until(() -> a.bus.figures().sent() == 40);

        await().until(() -> Integer.parseInt(redis.command("XLEN marketbell:test:bus")
                        .lines()
                        .findFirst()
                        .orElseThrow()
                        .substring(1))
                <= 6);
    }

    @Test
    void queuedMessagesAreSentBeforeTheBusIsClosed() {
        RedisBus bus = nodes.bus(redis.url(), "a", SLOW, RedisFixture.KEY);
        BusNode a = BusNode.started(bus);
        BusNode b = started("b");
        for (int i = 0; i < 500; i++) {
            assertThat(a.send("message " + i)).isTrue();
        }

        bus.close();

        await().untilAsserted(() -> assertThat(b.received).hasSize(500));
    }

    @Test
    void aUserOfRedisWithThePermissionsOfTheDocumentationSuffices() {
        redis.command(
                "ACL SETUSER limited on >secret ~marketbell:test:* +xadd +xread +xtrim +xlen +xinfo +hscan +evalsha"
                        + " +script|load +info +time +get +set +pexpire +hello +client +ping"
                        + " +hget +hmget +hset +hdel +hlen +hstrlen +zadd +zrem +zrange +zrangebyscore +del +pttl");
        String url = "redis://limited:secret@127.0.0.1:" + redis.port();
        BusNode a = BusNode.started(nodes.bus(url, "a"));
        BusNode b = BusNode.started(nodes.bus(url, "b"));

        a.send("1", value("AAPL", id(1), "101"));
        a.send("2");

        await().untilAsserted(() -> assertThat(b.received).containsExactly("1", "2"));
        assertThat(BusNode.started(nodes.bus(url, "late")).value("AAPL")).isEqualTo("101");
    }

    @Test
    void bothThreadsAreVisible() {
        assertThat(started("a").bus.figures().threads())
                .extracting(BusFigures.BusThread::name)
                .containsExactly("bus sender", "bus reader");
    }
}
