package io.marketbell.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.testkit.redis.RedisForTests;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RedisLinkTest {

    private static RedisSettings settings(RedisForTests redis) {
        return new RedisSettings(
                redis.url(), Duration.ofMillis(5), true, Duration.ofSeconds(60), Duration.ofMillis(200));
    }

    @Test
    void aLinkOpensOnceRedisIsThereAndAgainAfterItWasKilled() throws Exception {
        try (RedisForTests redis = new RedisForTests();
                RedisServer server = startWithoutRedis(redis)) {
            RedisLink link = server.open("test");
            redis.start();
            await().until(() -> link.commands().isPresent());
            assertThat(link.commands()
                            .orElseThrow()
                            .set("a".getBytes(UTF_8), "b".getBytes(UTF_8))
                            .get(1, TimeUnit.SECONDS))
                    .isEqualTo("OK");

            redis.kill();
            await().until(() -> link.commands().isEmpty());
            redis.start();
            await().until(() -> link.commands().isPresent());
        }
    }

    private static RedisServer startWithoutRedis(RedisForTests redis) {
        redis.kill();
        return new RedisServer(settings(redis));
    }
}
