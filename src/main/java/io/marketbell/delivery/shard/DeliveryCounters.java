package io.marketbell.delivery.shard;

import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.outbox.OfferResult;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counters of delivery since the start. */
final class DeliveryCounters {
    final LongAdder frames = new LongAdder();
    final LongAdder deliveries = new LongAdder();
    final LongAdder conflated = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder unconfirmed = new LongAdder();
    /** Names in the subscriptions of all connections. */
    final LongAdder names = new LongAdder();

    /** Last values that are still to be sent to connections. */
    final LongAdder owedValues = new LongAdder();

    private final Map<DisconnectReason, LongAdder> closed = new EnumMap<>(DisconnectReason.class);

    DeliveryCounters() {
        for (DisconnectReason reason : DisconnectReason.values()) {
            closed.put(reason, new LongAdder());
        }
    }

    void closed(DisconnectReason reason) {
        closed.get(reason).increment();
    }

    void offered(OfferResult offerResult) {
        if (offerResult == OfferResult.CONFLATED) {
            conflated.increment();
        } else if (offerResult == OfferResult.DROPPED) {
            dropped.increment();
        }
    }

    Map<DisconnectReason, Long> closed() {
        Map<DisconnectReason, Long> counts = new EnumMap<>(DisconnectReason.class);
        closed.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }
}
