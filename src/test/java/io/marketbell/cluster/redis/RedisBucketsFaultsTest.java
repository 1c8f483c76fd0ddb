package io.marketbell.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisFuture;
import io.marketbell.cluster.SharedBuckets.Draw;
import io.marketbell.cluster.SharedBuckets.Outcome;
import io.marketbell.cluster.SharedBuckets.Result;
import io.marketbell.testkit.redis.RedisForTests;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Buckets in a Redis that is killed, frozen, or loses its scripts, with the time of Redis. */
class RedisBucketsFaultsTest {
    private static final List<Draw> ONE = List.of(new Draw("user:a", 1, 1_000, 1, true));

    private final RedisForTests redis = new RedisForTests();
    private final RedisServer server = new RedisServer(settings(redis));
    private final RedisLink link = server.open("test");
    private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    private RedisBuckets buckets = buckets(1_000);

    static RedisSettings settings(RedisForTests redis) {
        return new RedisSettings(
                redis.url(), Duration.ofMillis(5), true, Duration.ofSeconds(60), Duration.ofMillis(200));
    }

    private RedisBuckets buckets(int timeoutMillis) {
        RedisBuckets made = new RedisBuckets(server, "test", new BucketSettings(Duration.ofMillis(timeoutMillis)));
        made.onCall((outcome, duration) -> outcomes.add(outcome));
        await().until(() -> made.isUp() && link.commands().isPresent());
        return made;
    }

    @AfterEach
    void close() {
        buckets.close();
        server.close();
        redis.close();
    }

    static <T> T reply(RedisFuture<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private long tokens() {
        Result result = buckets.draw(ONE).orElseThrow();
        assertThat(result.granted()).isTrue();
        return result.levels().get(0).tokens();
    }

    @Test
    void scriptThatRedisHasLostIsSentAgainAndExecutedOnce() throws Exception {
        assertThat(tokens()).isEqualTo(999);
        reply(link.commands().orElseThrow().scriptFlush());

        assertThat(tokens()).isBetween(998L, 999L);
    }

    @Test
    void keyExpiresWhenItsBucketIsFull() throws Exception {
        buckets.draw(List.of(new Draw("user:a", 10, 1_000, 1_000, true)));
        byte[] key = "marketbell:test:limit:user:a".getBytes(UTF_8);

        assertThat(reply(link.commands().orElseThrow().pttl(key))).isBetween(50_000L, 100_001L);

        buckets.refill("user:a");
        assertThat(reply(link.commands().orElseThrow().exists(key))).isZero();
    }

    @Test
    void readOfABucketStoresNothing() throws Exception {
        buckets.draw(List.of(new Draw("user:a", 10, 1_000, 0, true)));

        assertThat(reply(link.commands().orElseThrow().dbsize())).isZero();
    }

    @Test
    void withoutRedisNoCallIsMade() {
        redis.kill();
        await().until(() -> link.commands().isEmpty() && !buckets.isUp());
        outcomes.clear();

        assertThat(buckets.draw(ONE)).isEmpty();
        assertThat(buckets.refill("user:a")).isFalse();
        assertThat(outcomes).isEmpty();

        redis.start();
        await().until(buckets::isUp);
        assertThat(tokens()).isEqualTo(999);
    }

    @Test
    void fiveTimeoutsSuspendCallsUntilAProbeSucceeds() {
        buckets.close();
        buckets = buckets(20);
        redis.freeze();
        for (int i = 0; i < 4; i++) {
            assertThat(buckets.draw(ONE)).isEmpty();
        }
        assertThat(buckets.isUp()).isTrue();
        assertThat(buckets.draw(ONE)).isEmpty();

        assertThat(buckets.isUp()).isFalse();
        assertThat(buckets.suspensions()).isEqualTo(1);
        assertThat(outcomes)
                .containsExactly(Outcome.TIMEOUT, Outcome.TIMEOUT, Outcome.TIMEOUT, Outcome.TIMEOUT, Outcome.TIMEOUT);
        assertThat(buckets.draw(ONE)).isEmpty();

        redis.resume();
        await().until(buckets::isUp);
        // the five late calls have taken tokens
        await().untilAsserted(() -> assertThat(buckets.draw(ONE)).isPresent());
        assertThat(buckets.suspensions()).isEqualTo(1);
    }

    @Test
    void errorsOfRedisSuspendCalls() throws Exception {
        reply(link.commands().orElseThrow().configSet("maxmemory", "1"));
        for (int i = 0; i < 5; i++) {
            assertThat(buckets.draw(ONE)).isEmpty();
        }
        await().until(() -> outcomes.size() > 7); // probes
        assertThat(outcomes).containsOnly(Outcome.FAILURE);
        assertThat(buckets.suspensions()).isEqualTo(1);

        reply(link.commands().orElseThrow().configSet("maxmemory", "0"));
        await().until(buckets::isUp);
        assertThat(tokens()).isEqualTo(999);
    }
}
