package io.marketbell.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {

    private static RedisSettings of(String url) {
        return new RedisSettings(url, Duration.ofMillis(5), true, Duration.ofSeconds(60), Duration.ofMillis(200));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://localhost:6379",
                "redis://:secret@redis.example.com:6379",
                "rediss://redis.example.com:6379",
                "rediss://user:@redis.example.com:6379",
                "redis-sentinel://:secret@a.example.com,b.example.com#main",
                "rediss-sentinel://a.example.com,b.example.com#main"
            })
    void productionRequiresTlsAndAPassword(String url) {
        assertThatThrownBy(of(url)::demandProtection)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("marketbell.cluster.redis.url")
                .hasMessageContaining("Marketbell does not start")
                .message()
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rediss://secret@redis.example.com:6379",
                "rediss://:secret@redis.example.com:6379/1",
                "rediss://user:secret@redis.example.com",
                "rediss-sentinel://:secret@a.example.com:26379,b.example.com:26379/0#main"
            })
    void productionAcceptsTlsWithAPassword(String url) {
        assertThatCode(of(url)::demandProtection).doesNotThrowAnyException();
    }

    @Test
    void anInvalidUrlIsRejectedWithoutItsPassword() {
        assertThatThrownBy(() -> new RedisServer(of("rediss://:sec ret@redis.example.com")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("marketbell.cluster.redis.url")
                .hasNoCause()
                .message()
                .doesNotContain("sec ret");
        assertThat(of("rediss://:secret@a").toString()).doesNotContain("secret");
    }
}
