package io.marketbell.delivery.outbox;

import io.marketbell.delivery.Delivery;
import io.marketbell.delivery.DeliverySettings;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.RoutedNotification;
import io.marketbell.notification.NotificationJson.Mark;
import io.marketbell.notification.Priority;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The queue of one client, bounded by count and bytes. Durable notifications, replies and status events keep their
 * order of arrival. Volatile notifications follow them by priority, and only the newest of each conflation key is kept.
 *
 * <p>Not thread-safe: guarded by the lock of the connection.
 */
public final class Outbox {
    private static final long CONFLATED_EVERY_NANOS = 1_000_000_000L;

    private final DeliverySettings settings;

    /** Deliveries of durable notifications and frames of other kinds, in order of arrival. */
    private final ArrayDeque<Object> ordered = new ArrayDeque<>(4);

    private final Conflator volatiles = new Conflator();

    private int count;
    private int bytes;
    private int frames;
    private int frameBytes;
    private int criticals;
    private long seq;
    private long conflated;
    private long dropped;
    private long conflatedReportedAt;
    private int expired;

    public Outbox(DeliverySettings settings, long nowNanos) {
        this.settings = settings;
        this.conflatedReportedAt = nowNanos - CONFLATED_EVERY_NANOS;
    }

    public OfferResult offer(Delivery delivery) {
        RoutedNotification routed = delivery.routed();
        return routed.conflationKey() == null ? offerDurable(delivery, routed) : offerVolatile(delivery, routed);
    }

    private OfferResult offerDurable(Delivery delivery, RoutedNotification routed) {
        if (isFullFor(routed.weight())) {
            return OfferResult.FULL;
        }
        ordered.add(delivery);
        count(routed, 1);
        return OfferResult.ACCEPTED;
    }

    private OfferResult offerVolatile(Delivery delivery, RoutedNotification routed) {
        Delivery older = volatiles.replace(delivery);
        if (older != null) {
            count(older.routed(), -1);
            count(routed, 1);
            conflated++;
            return OfferResult.CONFLATED;
        }
        if (routed.priority() == Priority.LOW && isNearlyFull()) {
            dropped++;
            return OfferResult.DROPPED;
        }
        if (isFullFor(routed.weight())) {
            return OfferResult.FULL;
        }
        volatiles.add(delivery);
        count(routed, 1);
        return OfferResult.ACCEPTED;
    }

    /**
     * Adds a reply or a status event. They have a separate limit, so that a slow client can still be notified. Returns
     * false if this limit is reached, because the client keeps sending requests without reading the replies.
     */
    public boolean add(Frame frame) {
        int weight = frame.weight();
        if (frames > 0 && (frames >= settings.queueSize() || frameBytes + weight > settings.queueBytes())) {
            return false;
        }
        ordered.add(frame);
        frames++;
        frameBytes += weight;
        return true;
    }

    public Set<Long> waitingOffsets() {
        Set<Long> offsets = new HashSet<>();
        for (Object waiting : ordered) {
            if (waiting instanceof Delivery delivery) {
                offsets.add(delivery.offset());
            }
        }
        return offsets;
    }

    /** Returns the lowest offset of the waiting durable notifications; the maximum value if there is none. */
    public long lowestWaiting() {
        long lowest = Long.MAX_VALUE;
        for (Object waiting : ordered) {
            if (waiting instanceof Delivery delivery) {
                lowest = Math.min(lowest, delivery.offset());
            }
        }
        return lowest;
    }

    /** @param change 1 if it was added, -1 if it was removed */
    private void count(RoutedNotification routed, int change) {
        count += change;
        bytes += change * routed.weight();
        if (routed.priority() == Priority.CRITICAL) {
            criticals += change;
        }
    }

    private boolean isFullFor(int weight) {
        return count >= settings.queueSize() || bytes + weight > settings.queueBytes();
    }

    private boolean isNearlyFull() {
        return count >= settings.queueSize() * 3L / 4 || bytes >= settings.queueBytes() * 3L / 4;
    }

    /**
     * Returns whether notifications that are read at the client's pace (history and snapshots) may be added. Half of
     * the queue is reserved for live notifications.
     */
    public boolean hasRoomForMore() {
        int half = (settings.queueSize() + 1) / 2;
        return count < half
                && bytes < settings.queueBytes() / 2
                && frames < half
                && frameBytes < settings.queueBytes() / 2;
    }

    public boolean isEmpty() {
        return count == 0 && frames == 0;
    }

    public int count() {
        return count;
    }

    public int bytes() {
        return bytes;
    }

    /**
     * Returns whether the outbox must be flushed now: it holds a frame that must not wait for a batch, or the batch is
     * full.
     */
    public boolean isDue() {
        return frames > 0 || criticals > 0 || count >= settings.batchSize();
    }

    /** Returns whether the outbox holds a frame that must be sent before frames of other connections. */
    public boolean isUrgent() {
        return criticals > 0;
    }

    /**
     * Removes and returns the next frame with as many queued notifications as fit, or null if nothing is queued.
     * Expired volatile notifications are skipped; expired durable ones are replaced by a gap event.
     *
     * @param behind whether the client is behind; only then does it get {@code conflated} events
     */
    public Frame next(long nowMillis, long nowNanos, boolean behind) {
        if (dropped > 0) {
            Frame event = new Frame.Status.Dropped(dropped);
            dropped = 0;
            return event;
        }
        if (conflated > 0 && nowNanos - conflatedReportedAt >= CONFLATED_EVERY_NANOS) {
            // A replacement within a batch that is flushed on time is normal; only a client that is behind is notified.
            long since = conflated;
            conflated = 0;
            if (behind || count > settings.batchSize()) {
                conflatedReportedAt = nowNanos;
                return new Frame.Status.Conflated(since);
            }
        }
        if (ordered.peek() instanceof Frame frame) {
            ordered.poll();
            frames--;
            frameBytes -= frame.weight();
            return frame;
        }
        Frame gap = takeExpiredDurables(nowMillis);
        if (gap != null) {
            return gap;
        }
        List<Delivery> batch = new ArrayList<>(Math.min(count, 64));
        int weight = takeOrdered(batch, nowMillis);
        if (!volatiles.isEmpty() && !(ordered.peek() instanceof Delivery)) {
            takeVolatiles(batch, weight, nowMillis);
        }
        if (batch.isEmpty()) {
            return ordered.peek() instanceof Frame ? next(nowMillis, nowNanos, behind) : null;
        }
        return new Frame.Data(++seq, batch);
    }

    /**
     * Removes expired durable notifications from the head and returns their gap, or null if the first has not expired.
     */
    private Frame takeExpiredDurables(long nowMillis) {
        long from = 0;
        long to = 0;
        while (ordered.peek() instanceof Delivery delivery && delivery.routed().isExpired(nowMillis)) {
            ordered.poll();
            count(delivery.routed(), -1);
            from = from == 0 ? delivery.offset() : from;
            to = delivery.offset();
        }
        return from == 0 ? null : new Frame.Status.Gap(from, to, Frame.GapReason.EXPIRED);
    }

    private int takeOrdered(List<Delivery> batch, long nowMillis) {
        int weight = 0;
        while (ordered.peek() instanceof Delivery delivery) {
            RoutedNotification routed = delivery.routed();
            if (!fits(weight, routed, batch) || routed.isExpired(nowMillis)) {
                break;
            }
            ordered.poll();
            count(routed, -1);
            batch.add(delivery);
            weight += routed.weight() + 1;
        }
        return weight;
    }

    private void takeVolatiles(List<Delivery> batch, int weightSoFar, long nowMillis) {
        int[] weight = {weightSoFar};
        volatiles.drain(delivery -> {
            RoutedNotification routed = delivery.routed();
            if (!fits(weight[0], routed, batch)) {
                return false;
            }
            count(routed, -1);
            Delivery taken = current(delivery, nowMillis);
            if (taken != null) {
                batch.add(taken);
                weight[0] += routed.weight() + 1;
            } else {
                expired++;
            }
            return true;
        });
    }

    /** Returns null for an expired live notification, which is not sent. An expired last value is marked as stale. */
    private static Delivery current(Delivery delivery, long nowMillis) {
        if (delivery.mark() == Mark.STALE || !delivery.routed().isExpired(nowMillis)) {
            return delivery;
        }
        return delivery.isLive() ? null : new Delivery(delivery.routed(), Mark.STALE);
    }

    /** Returns the number of volatile notifications that expired since the last call. */
    public int takeExpired() {
        int taken = expired;
        expired = 0;
        return taken;
    }

    /** A single notification always fits, even if settings make the largest body exceed the largest frame. */
    private boolean fits(int weight, RoutedNotification routed, List<Delivery> batch) {
        return batch.isEmpty() || weight + routed.weight() + Frame.OVERHEAD <= settings.frameBytes();
    }

    /** Removes everything. Durable notifications remain in the journal. */
    public void clear() {
        ordered.clear();
        volatiles.clear();
        count = 0;
        bytes = 0;
        frames = 0;
        frameBytes = 0;
        criticals = 0;
        dropped = 0;
        conflated = 0;
    }
}
