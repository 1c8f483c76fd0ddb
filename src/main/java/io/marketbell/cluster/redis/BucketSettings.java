package io.marketbell.cluster.redis;

import static io.marketbell.settings.SettingRange.between;

import io.marketbell.settings.Settings;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * The settings of buckets in Redis.
 *
 * @param timeout maximum time that a request waits for Redis
 */
public record BucketSettings(Duration timeout) {

    public BucketSettings {
        between(1, 1_000, "marketbell.ratelimit.shared.timeout.ms", timeout.toMillis());
    }

    public static BucketSettings of(Config config) {
        return new BucketSettings(
                new Settings(config, "marketbell.ratelimit.").milliseconds("shared.timeout.ms", Duration.ofMillis(50)));
    }
}
