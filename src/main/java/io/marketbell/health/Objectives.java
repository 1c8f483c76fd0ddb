package io.marketbell.health;

import java.time.Duration;

/**
 * What is promised over months, and how fast the rest may be used up before an alert fires; the Site Reliability
 * Workbook, chapter 5, has the method and the factors.
 *
 * @param availability the share of the API's answers that are not 5xx
 * @param delivery the share of notifications that are written to a connected reader in time
 * @param deliveryWithin what in time means; one of the bounds that durations are counted by
 * @param fastBurn so many times the rate that would use up just what is allowed pages, over 1 h and 5 min
 * @param slowBurn likewise makes a ticket, over 6 h and 30 min
 * @param droppedForReaders notifications dropped in 5 min for readers that are too slow, above which there is a ticket
 */
record Objectives(
        double availability,
        double delivery,
        Duration deliveryWithin,
        double fastBurn,
        double slowBurn,
        long droppedForReaders) {
    static final Objectives DEFAULT = new Objectives(0.999, 0.99, Duration.ofMillis(500), 14.4, 6, 100);

    Objectives {
        if (!(availability > 0 && availability < 1 && delivery > 0 && delivery < 1)) {
            throw new IllegalArgumentException("marketbell.health: objectives must be between 0 and 100 percent");
        }
        if (!(fastBurn > 0 && slowBurn > 0) || droppedForReaders < 0) {
            throw new IllegalArgumentException("marketbell.health: burn rates must be above zero");
        }
    }
}
