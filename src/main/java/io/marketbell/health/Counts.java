package io.marketbell.health;

import java.time.Instant;

/** What has been counted since the start, or between two moments. */
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
