package io.marketbell.delivery.shard;

import io.marketbell.delivery.Clocks;
import io.marketbell.delivery.DeliveryListener;
import io.marketbell.delivery.DeliveryListener.ClientMessage;
import io.marketbell.delivery.DeliveryListener.Loss;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.outbox.OfferResult;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/** Counters of delivery since the start. Passes the same events to a listener. Thread-safe. */
final class DeliveryCounters {
    final LongAdder frames = new LongAdder();
    final LongAdder deliveries = new LongAdder();
    final LongAdder conflated = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder unconfirmed = new LongAdder();

    /** Names in the subscriptions of all connections. */
    final LongAdder names = new LongAdder();

    /** Last values that are still to be sent to connections. */
    final LongAdder pendingValues = new LongAdder();

    private volatile DeliveryListener listener = DeliveryListener.NONE;

    void onDelivery(DeliveryListener receiver) {
        listener = receiver;
    }

    void written(Frame frame, Instant now) {
        frames.increment();
        if (frame instanceof Frame.Data data) {
            deliveries.add(data.deliveries().size());
        }
        listener.written(frame, Clocks.nanosOf(now));
    }

    void offered(OfferResult result) {
        if (result == OfferResult.CONFLATED) {
            conflated.increment();
            listener.dropped(Loss.CONFLATED, 1);
        } else if (result == OfferResult.DROPPED) {
            dropped.increment();
            listener.dropped(Loss.SLOW, 1);
        }
    }

    void received(ClientMessage message) {
        listener.received(message);
    }

    void expired(int count) {
        listener.dropped(Loss.EXPIRED, count);
    }
}
