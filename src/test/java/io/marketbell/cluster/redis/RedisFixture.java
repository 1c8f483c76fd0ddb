package io.marketbell.cluster.redis;

import java.time.Duration;

/** Settings for tests with Redis. */
final class RedisFixture {
    static final byte[] KEY = "a key of thirty-two bytes, always".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private RedisFixture() {}

    /** With a long timeout, because tests share a busy machine. */
    static RedisSettings settings(String url) {
        return new RedisSettings(url, Duration.ofMillis(5), true, Duration.ofSeconds(60), Duration.ofSeconds(1));
    }
}
