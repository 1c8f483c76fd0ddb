package io.marketbell.delivery.bus;

import io.marketbell.cluster.SharedValue;
import io.marketbell.delivery.ClusterDelivery;
import io.marketbell.notification.Notification;
import io.marketbell.notification.wire.MalformedMessage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Passes volatile notifications and stored last values of other nodes to delivery. {@link #received} and {@link #loaded}
 * are thread-safe, and the first never waits; the other methods are for one thread. While delivery has no room, only the newest
 * notification of each key waits.
 */
final class VolatileReceiver {
    private static final System.Logger LOG = System.getLogger(VolatileReceiver.class.getName());

    private static final long LOADED_MILLIS = 1_000;

    private final ClusterDelivery delivery;
    private final Predicate<String> ids;
    private final Consumer<List<Notification>> listener;
    private final InstantSource clock;
    private final VolatileCounters counters;
    private final long mostBytes;
    private final ArrivalQueue<Arrival> arrived;
    private final PendingVolatiles pending;
    private volatile boolean busy;
    private boolean warned;

    /** @param stored whether it is a stored last value, not a message */
    private record Arrival(byte[] bytes, boolean stored) {}

    /**
     * @param ids returns false for an invalid id
     * @param listener receives the valid notifications of messages, before they are delivered
     */
    VolatileReceiver(
            ClusterDelivery delivery,
            Predicate<String> ids,
            Consumer<List<Notification>> listener,
            InstantSource clock,
            VolatileCounters counters,
            long mostBytes) {
        this.delivery = delivery;
        this.ids = ids;
        this.listener = listener;
        this.clock = clock;
        this.counters = counters;
        this.mostBytes = mostBytes;
        this.arrived = new ArrivalQueue<>(mostBytes);
        this.pending = new PendingVolatiles(mostBytes);
    }

    /** Receives a message. */
    void received(byte[] payload) {
        add(new Arrival(payload, false));
    }

    private void add(Arrival arrival) {
        // The number of notifications in a displaced message is not known without decoding it.
        counters.dropped.add(arrived.add(arrival, arrival.bytes.length).size());
    }

    /**
     * Receives stored last values. A value is delivered to clients if it is newer than the one they have received. While
     * half of the queue is occupied, it waits, but not long: all values of a large cluster exceed the queue.
     */
    void loaded(List<SharedValue> values) {
        arrived.awaitRoom(mostBytes / 2, LOADED_MILLIS);
        values.forEach(value -> add(new Arrival(value.content(), true)));
    }

    /** Waits until there is something to deliver or the time is over. */
    void await(long millis, long millisForRoom) {
        arrived.await(pending.isEmpty() ? millis : millisForRoom);
    }

    /** Delivers what has arrived, as far as delivery has room. */
    void deliver() {
        busy = true;
        List<Notification> notifications = new ArrayList<>();
        for (Arrival arrival : arrived.takeAll()) {
            List<Notification> read = read(arrival.bytes);
            if (!arrival.stored && !read.isEmpty()) {
                listener.accept(read);
            }
            notifications.addAll(read);
        }
        if (delivery.hasRoom()) {
            List<Notification> waited = pending.takeAll();
            waited.addAll(notifications);
            pass(waited);
        } else {
            notifications.forEach(notification -> counters.dropped.add(pending.add(notification)));
        }
        busy = !pending.isEmpty();
    }

    private void pass(List<Notification> notifications) {
        Instant now = clock.instant();
        List<Notification> live = new ArrayList<>();
        List<Notification> late = new ArrayList<>();
        notifications.forEach(each -> (each.isExpired(now) ? late : live).add(each));
        counters.late.add(late.size());
        if (!live.isEmpty()) {
            delivery.publishedElsewhere(live);
        }
        if (!late.isEmpty()) {
            delivery.keep(late);
        }
    }

    private List<Notification> read(byte[] payload) {
        VolatileMessages.Content content;
        try {
            content = VolatileMessages.read(payload);
        } catch (MalformedMessage e) {
            counters.malformed.increment();
            logOnce(e.getMessage());
            return List.of();
        }
        List<Notification> valid = content.notifications().stream()
                .filter(notification -> ids.test(notification.id()))
                .toList();
        int invalid = content.notifications().size() - valid.size();
        counters.received.add(valid.size());
        counters.malformed.add(content.malformed() + invalid);
        if (invalid > 0) {
            logOnce("an id is invalid, or ahead of the clock of this node");
        }
        return valid;
    }

    private void logOnce(String reason) {
        if (!warned) {
            warned = true;
            LOG.log(System.Logger.Level.WARNING, "volatile notifications of another node were dropped: {0}", reason);
        }
    }

    /** Returns whether notifications wait until delivery has room. */
    boolean waitsForRoom() {
        return !pending.isEmpty();
    }

    /** Returns whether everything that had arrived before this call was passed to delivery. Thread-safe. */
    boolean isIdle() {
        return arrived.bytes() == 0 && !busy;
    }

    /** Thread-safe. */
    long waitingBytes() {
        return arrived.bytes() + pending.bytes();
    }
}
