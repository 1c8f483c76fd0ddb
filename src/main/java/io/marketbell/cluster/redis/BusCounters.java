package io.marketbell.cluster.redis;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the bus counts. Thread-safe. */
final class BusCounters {
    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final Map<BusDrop, LongAdder> dropped = new EnumMap<>(BusDrop.class);
    private final LongAdder losses = new LongAdder();
    private volatile long lagMillis;

    BusCounters() {
        for (BusDrop reason : BusDrop.values()) {
            dropped.put(reason, new LongAdder());
        }
    }

    void sent() {
        sent.increment();
    }

    void received(long lag) {
        received.increment();
        lagMillis = Math.max(0, lag);
    }

    void dropped(BusDrop reason) {
        dropped(reason, 1);
    }

    void dropped(BusDrop reason, long count) {
        dropped.get(reason).add(count);
    }

    /** Counts that messages may have been lost, because Redis has lost its data or this node was away too long. */
    void lost() {
        losses.increment();
    }

    long sentCount() {
        return sent.sum();
    }

    long receivedCount() {
        return received.sum();
    }

    long droppedCount(BusDrop reason) {
        return dropped.get(reason).sum();
    }

    /** Returns the number of dropped messages by reason, in the order of the reasons. */
    Map<String, Long> dropped() {
        Map<String, Long> counts = new LinkedHashMap<>();
        dropped.forEach((reason, count) -> counts.put(reason.label(), count.sum()));
        return counts;
    }

    long lossCount() {
        return losses.sum();
    }

    long lag() {
        return lagMillis;
    }
}
