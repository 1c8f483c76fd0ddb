package io.marketbell.health;

import java.time.Instant;

/** Counters, either since the start or between two times. */
record Counts(Instant at, long requests, long failures, long deliveries, long lateDeliveries) {

    Counts since(Counts earlier) {
        return new Counts(
                at,
                requests - earlier.requests,
                failures - earlier.failures,
                deliveries - earlier.deliveries,
                lateDeliveries - earlier.lateDeliveries);
    }
}
