package io.marketbell.health.watch;

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
        if (apiDegraded.compareTo(apiUnhealthy) > 0 || ordersDegraded.compareTo(ordersUnhealthy) > 0) {
            throw new IllegalArgumentException(
                    "marketbell.health: a degraded threshold must not exceed its unhealthy threshold");
        }
        if (!(diskDegraded >= 0 && diskDegraded <= diskUnhealthy && diskUnhealthy <= 1)) {
            throw new IllegalArgumentException(
                    "marketbell.health.disk: degraded and unhealthy must be between 0 and 100, in ascending order");
        }
        if (!(errors >= 0 && errors <= 1)) {
            throw new IllegalArgumentException(
                    "marketbell.health.api.errors.unhealthy.percent must be between 0 and 100");
        }
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
