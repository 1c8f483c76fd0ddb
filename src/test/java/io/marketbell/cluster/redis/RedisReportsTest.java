package io.marketbell.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.cluster.ClusterMode;
import io.marketbell.cluster.ClusterSettings;
import io.marketbell.cluster.EngineReports;
import io.marketbell.testkit.redis.RedisForTests;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisReportsTest {
    private static RedisForTests redis;
    private static RedisServer server;

    @BeforeAll
    static void start() {
        redis = new RedisForTests();
        server = new RedisServer(settings());
    }

    @AfterAll
    static void stop() {
        server.close();
        redis.close();
    }

    private static RedisSettings settings() {
        return new RedisSettings(
                redis.url(), Duration.ofMillis(5), true, Duration.ofSeconds(60), Duration.ofMillis(500));
    }

    private static RedisReports node(String cluster, String name) {
        return new RedisReports(
                server,
                new ClusterSettings(ClusterMode.REDIS, cluster, name, 3, Duration.ofSeconds(1), Duration.ofSeconds(5)),
                settings());
    }

    private static void report(RedisReports node, Duration sinceReached) {
        await().until(() -> node.exchange(sinceReached).isPresent());
    }

    @Test
    void aNodeReadsWhenAnotherNodeLastReachedPostgres() {
        RedisReports a = node("one", "a");
        RedisReports b = node("one", "b");
        RedisReports other = node("another", "a");
        report(other, Duration.ZERO);
        report(a, Duration.ZERO);
        assertThat(a.exchange(Duration.ZERO)).contains(EngineReports.NEVER);

        report(b, Duration.ofSeconds(30));
        assertThat(a.exchange(Duration.ZERO).orElseThrow()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(50));
        assertThat(b.exchange(Duration.ZERO).orElseThrow()).isLessThan(Duration.ofSeconds(20));

        report(b, Duration.ofSeconds(61));
        assertThat(a.exchange(Duration.ZERO)).as("reports end").contains(EngineReports.NEVER);
    }

    @Test
    void oneNodeAtATimeHasTheTurn() {
        RedisReports a = node("turns", "a");
        RedisReports b = node("turns", "b");
        report(a, Duration.ZERO);
        report(b, Duration.ZERO);

        assertThat(a.takeTurn(Duration.ofSeconds(60))).isTrue();
        assertThat(b.takeTurn(Duration.ofMillis(1))).isFalse();
        assertThat(a.takeTurn(Duration.ofMillis(50))).isTrue();

        await().until(() -> b.takeTurn(Duration.ofSeconds(60)));
        assertThat(a.takeTurn(Duration.ofSeconds(60))).isFalse();
    }

    @Test
    void withoutRedisNothingIsKnownAndNoNodeHasTheTurn() {
        RedisForTests away = new RedisForTests();
        away.kill();
        RedisSettings settings = new RedisSettings(
                away.url(), Duration.ofMillis(5), true, Duration.ofSeconds(60), Duration.ofMillis(500));
        try (RedisServer unreachable = new RedisServer(settings)) {
            RedisReports node = new RedisReports(
                    unreachable,
                    new ClusterSettings(
                            ClusterMode.REDIS, "away", "a", 3, Duration.ofSeconds(1), Duration.ofSeconds(5)),
                    settings);
            assertThat(node.exchange(Duration.ZERO)).isEmpty();
            assertThat(node.takeTurn(Duration.ofSeconds(1))).isFalse();
        }
    }
}
