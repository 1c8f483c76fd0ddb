package io.marketbell.health.watch;

import java.time.Instant;

/** Counters, either since the start or between two times. */
record EventCounts(Instant at, long requests, long failures, long deliveries, long lateDeliveries) {

    EventCounts since(EventCounts earlier) {
        return new EventCounts(
                at,
                requests - earlier.requests,
                failures - earlier.failures,
                deliveries - earlier.deliveries,
                lateDeliveries - earlier.lateDeliveries);
    }
}
