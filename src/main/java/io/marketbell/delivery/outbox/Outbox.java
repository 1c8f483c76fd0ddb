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
 * What waits for one client, bounded by count and bytes. Durable notifications, replies and status events keep the order
 * in which they came; volatile notifications come behind them, the most urgent first, and of each conflation key only
 * the newest.
 *
 * <p>Not safe for concurrent use: the connection guards it with its lock.
 */
public final class Outbox {
    private static final long CONFLATED_EVERY_NANOS = 1_000_000_000L;

    private final DeliverySettings settings;

    /** Deliveries of durable notifications, and frames of other kinds at their place among them. */
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
    private long conflatedToldAt;
    private int expired;

    public Outbox(DeliverySettings settings, long nowNanos) {
        this.settings = settings;
        this.conflatedToldAt = nowNanos - CONFLATED_EVERY_NANOS;
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
        added(routed);
        return OfferResult.ACCEPTED;
    }

    private OfferResult offerVolatile(Delivery delivery, RoutedNotification routed) {
        Delivery older = volatiles.replace(delivery);
        if (older != null) {
            removed(older.routed());
            added(routed);
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
        added(routed);
        return OfferResult.ACCEPTED;
    }

    /**
     * Adds a reply or a status event. They have room of their own, so that a slow client can still be told; false where
     * even that is full, because the client goes on asking and does not read the answers.
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

    private void added(RoutedNotification routed) {
        count++;
        bytes += routed.weight();
        if (routed.priority() == Priority.CRITICAL) {
            criticals++;
        }
    }

    private void removed(RoutedNotification routed) {
        count--;
        bytes -= routed.weight();
        if (routed.priority() == Priority.CRITICAL) {
            criticals--;
        }
    }

    private boolean isFullFor(int weight) {
        return count >= settings.queueSize() || bytes + weight > settings.queueBytes();
    }

    private boolean isNearlyFull() {
        return count >= settings.queueSize() * 3L / 4 || bytes >= settings.queueBytes() * 3L / 4;
    }

    /** Whether what is read for this client at its own pace may be added: half of the queue is kept for what is live. */
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

    /** Whether something waits that must not wait for a batch, or the batch is full. */
    public boolean isDue() {
        return frames > 0 || criticals > 0 || count >= settings.batchSize();
    }

    /** Whether something waits that goes ahead of other connections' frames. */
    public boolean isUrgent() {
        return criticals > 0;
    }

    /**
     * Takes the next frame, with everything that waits as far as it fits; null where nothing does. Volatile notifications
     * that have expired are left out; durable ones are reported by a gap in their place.
     *
     * @param behind whether the client is behind, and so to be told what it missed by conflation
     */
    public Frame next(long nowMillis, long nowNanos, boolean behind) {
        if (dropped > 0) {
            Frame told = new Frame.Status.Dropped(dropped);
            dropped = 0;
            return told;
        }
        if (conflated > 0 && nowNanos - conflatedToldAt >= CONFLATED_EVERY_NANOS) {
            // A replacement in a batch that goes out in time is the normal course; only a client who is behind is told.
            long since = conflated;
            conflated = 0;
            if (behind || count > settings.batchSize()) {
                conflatedToldAt = nowNanos;
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

    /** Returns the gap that those at the head leave, or null where the first has not expired. */
    private Frame takeExpiredDurables(long nowMillis) {
        long from = 0;
        long to = 0;
        while (ordered.peek() instanceof Delivery delivery && delivery.routed().isExpired(nowMillis)) {
            ordered.poll();
            removed(delivery.routed());
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
            removed(routed);
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
            removed(routed);
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

    /** Returns null where it is not sent any more: a live one that has expired. A last value is sent as stale. */
    private static Delivery current(Delivery delivery, long nowMillis) {
        if (delivery.mark() == Mark.STALE || !delivery.routed().isExpired(nowMillis)) {
            return delivery;
        }
        return delivery.isLive() ? null : new Delivery(delivery.routed(), Mark.STALE);
    }

    /** How many volatile ones were left out since this was last asked. */
    public int takeExpired() {
        int taken = expired;
        expired = 0;
        return taken;
    }

    /** A single notification always fits: the largest body is far below the largest frame, but settings may differ. */
    private boolean fits(int weight, RoutedNotification routed, List<Delivery> batch) {
        return batch.isEmpty() || weight + routed.weight() + Frame.OVERHEAD <= settings.frameBytes();
    }

    /** Empties it; the durable ones stay in the journal. */
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
