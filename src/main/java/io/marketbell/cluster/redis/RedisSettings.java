package io.marketbell.cluster.redis;

import static io.marketbell.settings.SettingRange.between;

import io.marketbell.settings.Settings;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.config.Config;

/**
 * The settings of the connection to Redis.
 *
 * @param url {@code redis://}, {@code rediss://} or {@code redis-sentinel://}; with credentials, so never logged
 * @param batch how long volatile notifications are collected before they are sent
 * @param bodies whether the bodies of durable notifications are sent
 * @param retention how long messages are kept for nodes that have lost their connection
 * @param timeout maximum time for a response
 */
public record RedisSettings(String url, Duration batch, boolean bodies, Duration retention, Duration timeout) {

    public RedisSettings {
        between(1, 1_000, "marketbell.cluster.batch.ms", batch.toMillis());
        between(5, 3_600, "marketbell.cluster.retention.seconds", retention.toSeconds());
        between(10, 10_000, "marketbell.cluster.timeout.ms", timeout.toMillis());
    }

    public static RedisSettings of(Config config) {
        Settings settings = new Settings(config, "marketbell.cluster.");
        return new RedisSettings(
                settings.text("redis.url").orElse("redis://localhost:6379"),
                settings.milliseconds("batch.ms", Duration.ofMillis(5)),
                settings.flag("bus.bodies", true),
                settings.duration("retention.seconds", ChronoUnit.SECONDS, Duration.ofSeconds(60)),
                settings.milliseconds("timeout.ms", Duration.ofMillis(200)));
    }

    /** Without the URL, which may contain a password. */
    @Override
    public String toString() {
        return "RedisSettings[batch=" + batch + ", bodies=" + bodies + ", retention=" + retention + ", timeout="
                + timeout + "]";
    }
}
