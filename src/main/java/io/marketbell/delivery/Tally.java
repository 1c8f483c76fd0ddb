package io.marketbell.delivery;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What delivery has done since it started. */
final class Tally {
    final LongAdder frames = new LongAdder();
    final LongAdder deliveries = new LongAdder();
    final LongAdder conflated = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder unconfirmed = new LongAdder();
    /** Held by the subscriptions of all connections. */
    final LongAdder names = new LongAdder();

    /** Last values that connections are still to be sent. */
    final LongAdder owedValues = new LongAdder();

    private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);

    Tally() {
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason, new LongAdder());
        }
    }

    void closed(CloseReason reason) {
        closed.get(reason).increment();
    }

    void offered(Offer offer) {
        if (offer == Offer.CONFLATED) {
            conflated.increment();
        } else if (offer == Offer.DROPPED) {
            dropped.increment();
        }
    }

    Map<CloseReason, Long> closed() {
        Map<CloseReason, Long> counts = new EnumMap<>(CloseReason.class);
        closed.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }
}
