package io.marketbell.health.watch;

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
    static final ServiceObjectives DEFAULT = new ServiceObjectives(0.999, 0.99, Duration.ofMillis(500), 14.4, 6, 100);

    ServiceObjectives {
        if (!(availability > 0 && availability < 1 && delivery > 0 && delivery < 1)) {
            throw new IllegalArgumentException("marketbell.health: objectives must be between 0 and 100 percent");
        }
        if (!(fastBurn > 0 && slowBurn > 0) || droppedForClients < 0) {
            throw new IllegalArgumentException("marketbell.health: burn rates must be above zero");
        }
    }
}
