package io.marketbell.health.watch;

import static io.marketbell.settings.SettingRange.above;
import static io.marketbell.settings.SettingRange.atLeast;
import static io.marketbell.settings.SettingRange.between;

import java.time.Duration;

/**
 * Service level objectives and the burn rates that raise an alert. Method and factors follow the Site Reliability
 * Workbook, chapter 5.
 *
 * @param availability share of API responses that are not 5xx
 * @param delivery share of notifications written to a connected client in time
 * @param deliveryWithin time limit for delivery; must be one of the bounds of the duration buckets
 * @param fastBurn burn rate over 1 h and 5 min above which the alert pages
 * @param slowBurn burn rate over 6 h and 30 min above which the alert opens a ticket
 * @param droppedForClients number of notifications dropped in 5 min for slow clients above which the alert opens a
 *     ticket
 */
record ServiceObjectives(
        double availability,
        double delivery,
        Duration deliveryWithin,
        double fastBurn,
        double slowBurn,
        long droppedForClients) {
    /** In percent. An objective of 0 or 100 has no error budget to divide by. */
    private static final double LEAST = 0.001;

    private static final double MOST = 99.9999;

    static final ServiceObjectives DEFAULT = new ServiceObjectives(0.999, 0.99, Duration.ofMillis(500), 14.4, 6, 100);

    ServiceObjectives {
        between(LEAST, MOST, "marketbell.health.objective.availability.percent", 100 * availability);
        between(LEAST, MOST, "marketbell.health.objective.delivery.percent", 100 * delivery);
        above(0, "marketbell.health.burn.fast", fastBurn);
        above(0, "marketbell.health.burn.slow", slowBurn);
        atLeast(0, "marketbell.health.readers.dropped", droppedForClients);
    }
}
