package io.marketbell.health.watch;

import static io.marketbell.settings.SettingRange.between;

import java.time.Duration;

/**
 * Limits of the 95th percentiles and of the share of 5xx responses for each level.
 *
 * @param errors a share from 0 to 1, like the limits of the disk
 */
record LevelThresholds(
        Duration apiDegraded,
        Duration apiUnhealthy,
        double errors,
        Duration ordersDegraded,
        Duration ordersUnhealthy,
        Duration databaseDegraded,
        double diskDegraded,
        double diskUnhealthy) {
    private static final String PREFIX = "marketbell.health.";
    static final LevelThresholds DEFAULT = new LevelThresholds(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            0.05,
            Duration.ofMillis(100),
            Duration.ofMillis(250),
            Duration.ofMillis(500),
            0.90,
            0.97);

    LevelThresholds {
        between(0, apiUnhealthy.toMillis(), PREFIX + "api.degraded.ms", apiDegraded.toMillis());
        between(0, ordersUnhealthy.toMillis(), PREFIX + "orders.degraded.ms", ordersDegraded.toMillis());
        between(0, 100, PREFIX + "disk.unhealthy.percent", 100 * diskUnhealthy);
        between(0, 100 * diskUnhealthy, PREFIX + "disk.degraded.percent", 100 * diskDegraded);
        between(0, 100, PREFIX + "api.errors.unhealthy.percent", 100 * errors);
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
