package io.marketbell.cluster.redis;

import static io.marketbell.settings.SettingRange.between;

import io.marketbell.settings.Settings;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * The settings of the connection to Redis.
 *
 * @param url {@code redis://}, {@code redis-sentinel://}, or with TLS {@code rediss://}, {@code rediss-sentinel://}; with credentials, so never logged
 * @param batch how long volatile notifications are collected before they are sent
 * @param bodies whether the bodies of durable notifications are sent
 * @param retention how long messages are kept for nodes that have lost their connection
 * @param timeout maximum time for a response
 */
public record RedisSettings(String url, Duration batch, boolean bodies, Duration retention, Duration timeout) {
    /** A user name is optional. */
    private static final Pattern PASSWORD = Pattern.compile("[a-z-]+://([^/@:]*:)?[^/@:]+@.*");

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

    /**
     * Checks that messages, which contain the bodies of notifications, are encrypted on their way to Redis, and that
     * Redis requires a password.
     *
     * @throws IllegalStateException otherwise
     */
    public void demandProtection() {
        boolean encrypted = url.startsWith("rediss://") || url.startsWith("rediss-sentinel://");
        boolean authenticated = PASSWORD.matcher(url).matches();
        if (!encrypted || !authenticated) {
            throw new IllegalStateException("marketbell.cluster.redis.url must begin with rediss:// or"
                    + " rediss-sentinel:// and contain a password in production, because the bodies of notifications"
                    + " pass through Redis. Marketbell does not start.");
        }
    }

    /** Without the URL, which may contain a password. */
    @Override
    public String toString() {
        return "RedisSettings[batch=" + batch + ", bodies=" + bodies + ", retention=" + retention + ", timeout="
                + timeout + "]";
    }
}
