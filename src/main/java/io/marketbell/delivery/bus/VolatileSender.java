package io.marketbell.delivery.bus;

import com.github.f4b6a3.ulid.Ulid;
import io.marketbell.cluster.Bus;
import io.marketbell.delivery.ClusterDelivery;
import io.marketbell.delivery.LastValue;
import io.marketbell.notification.HeapEstimate;
import io.marketbell.notification.Notification;
import io.marketbell.thread.ThreadFaults;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Sends the volatile notifications of this node to the bus, in batches. Notifications that could not be sent are
 * repeated later, as far as they are last values: otherwise other nodes would show older values. {@link #add} is
 * thread-safe and never waits; the other methods are for one thread.
 */
final class VolatileSender {
    private static final ThreadFaults FAULTS = ThreadFaults.of("volatile notifications to other nodes");

    /** Much less than the queue of the bus holds, so that every repetition makes progress. */
    private static final int REPEATED_AT_ONCE_BYTES = 64 << 10;

    /** Messages are sent or lost within this time after the bus has accepted them. */
    private static final Duration ACCEPTED_BEFORE = Duration.ofSeconds(10);

    private final Bus bus;
    private final ClusterDelivery delivery;
    private final VolatileCounters counters;
    private final ArrivalQueue<Notification> waiting;

    /** The lowest id of the notifications that could not be sent; null if there are none. */
    private String unsentFrom;

    VolatileSender(Bus bus, ClusterDelivery delivery, VolatileCounters counters, long mostBytes) {
        this.bus = bus;
        this.delivery = delivery;
        this.counters = counters;
        this.waiting = new ArrivalQueue<>(mostBytes);
    }

    void add(List<Notification> notifications) {
        for (Notification notification : notifications) {
            if (!notification.isDurable()) {
                waiting.add(notification, HeapEstimate.of(notification)).forEach(this::notSent);
            }
        }
    }

    private synchronized void notSent(Notification notification) {
        counters.unsent.increment();
        notSentFrom(notification.id());
    }

    private synchronized void notSentFrom(String id) {
        if (unsentFrom == null || id.compareTo(unsentFrom) < 0) {
            unsentFrom = id;
        }
    }

    /** Waits until there are notifications to send or the time is over. */
    void await(long millis) {
        waiting.await(millis);
    }

    /** Sends the waiting notifications. */
    void flush() {
        List<Notification> notifications = waiting.takeAll();
        if (notifications.isEmpty()) {
            return;
        }
        if (bus.state() != Bus.State.UP) {
            notifications.forEach(this::notSent);
            return;
        }
        VolatileMessages messages = new VolatileMessages();
        for (Notification notification : notifications) {
            try {
                messages.add(notification);
            } catch (RuntimeException e) {
                // it must not prevent the others
                FAULTS.record(e);
            }
        }
        if (send(messages)) {
            counters.sent.add(notifications.size());
        } else {
            notifications.forEach(this::notSent);
        }
    }

    private boolean send(VolatileMessages messages) {
        boolean sent = true;
        for (Bus.Message message : messages.toList()) {
            sent &= bus.send(message);
        }
        return sent;
    }

    /** Repeats what could not be sent, as far as it is still the last value of its key and the bus is up. */
    void repeat() {
        String from = takeUnsent();
        if (from == null) {
            return;
        }
        Optional<List<LastValue>> values = delivery.lastValues();
        if (values.isEmpty()) {
            notSentFrom(from);
            return;
        }
        List<Notification> again = values.get().stream()
                .map(LastValue::notification)
                .filter(notification -> notification.id().compareTo(from) >= 0)
                .distinct()
                .sorted(Comparator.comparing(Notification::id))
                .toList();
        for (int start = 0; start < again.size(); ) {
            VolatileMessages messages = new VolatileMessages();
            int next = start;
            while (next < again.size() && messages.bytes() < REPEATED_AT_ONCE_BYTES) {
                messages.add(again.get(next++));
            }
            if (!send(messages)) {
                notSentFrom(again.get(start).id());
                return;
            }
            start = next;
        }
    }

    /** Messages that the bus had accepted before it was away may be lost. */
    void lost(Instant now) {
        notSentFrom(Ulid.min(now.minus(ACCEPTED_BEFORE).toEpochMilli()).toString());
    }

    private synchronized String takeUnsent() {
        if (bus.state() != Bus.State.UP) {
            return null;
        }
        String from = unsentFrom;
        unsentFrom = null;
        return from;
    }

    long waitingBytes() {
        return waiting.bytes();
    }
}
