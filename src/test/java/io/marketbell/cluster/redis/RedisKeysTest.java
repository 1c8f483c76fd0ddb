package io.marketbell.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.cluster.SharedKeys;
import io.marketbell.cluster.SharedKeys.Use;
import io.marketbell.cluster.SharedKeysContract;
import io.marketbell.testkit.redis.RedisForTests;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisKeysTest extends SharedKeysContract {
    /** Above that of production, for slow machines. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static RedisForTests redis;
    private static RedisServer server;

    private final Map<String, RedisKeys> nodes = new HashMap<>();

    @BeforeAll
    static void start() {
        redis = new RedisForTests();
        server = new RedisServer(RedisBucketsFaultsTest.settings(redis));
    }

    @AfterAll
    static void stop() {
        server.close();
        redis.close();
    }

    @AfterEach
    void close() {
        nodes.values().forEach(RedisKeys::close);
    }

    @Override
    protected SharedKeys node(int number, Duration lease) {
        return nodes.computeIfAbsent(number + " " + lease, unused -> {
            RedisKeys keys = new RedisKeys(server, "test", lease, PATIENCE);
            await().until(() ->
                    keys.claim(List.of(new Use("first", "1", new byte[1]))).isPresent());
            return keys;
        });
    }

    @Test
    void withoutRedisNobodyWaitsAndKeysAreSharedAgainWhenItIsBack() {
        SharedKeys keys = node(0, SharedKeys.LEASE);
        List<Use> uses = List.of(new Use("away", "1", new byte[1]));
        redis.freeze();
        try {
            for (int i = 0; i < 5; i++) {
                assertThat(keys.claim(uses)).isEmpty();
            }
            long began = System.nanoTime();
            for (int i = 0; i < 1_000; i++) {
                keys.claim(uses);
                keys.fulfil(uses);
                keys.release(uses);
            }
            assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(20));
        } finally {
            redis.resume();
        }

        await().until(() -> keys.claim(uses).isPresent());
    }
}
