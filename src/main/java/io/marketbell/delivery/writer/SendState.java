package io.marketbell.delivery.writer;

import io.marketbell.delivery.Clocks;
import io.marketbell.delivery.Delivery;
import io.marketbell.delivery.DeliverySettings;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.RoutedNotification;
import io.marketbell.delivery.outbox.OfferResult;
import io.marketbell.delivery.outbox.Outbox;
import java.util.List;

/**
 * The outbox of one connection, the times at which it is flushed, the reason for which the connection is being closed,
 * and the statistics of the written frames. Not thread-safe: guarded by the connection's lock.
 */
final class SendState {
    /** A batch overdue by this time is flushed by the liveness check: its alarm may be lost with the timer thread. */
    private static final long LOST_ALARM_NANOS = 1_000_000_000L;

    final Outbox outbox;

    private final Clocks clocks;
    private final BatchTimer timer;
    private final long batchDelayNanos;

    private long batch;
    private long batchOpenedAt;
    private long armedBatch = -1;
    private boolean flushing;

    private DisconnectReason closing;
    private boolean drainFirst;

    private long messages;
    private long frames;
    private boolean writing;
    private long writingSince;

    /** The load when closing began: the queue is discarded then, although it explains why the connection is closed. */
    private SendLoad closingLoad;

    SendState(DeliverySettings settings, Clocks clocks, BatchTimer timer) {
        this.clocks = clocks;
        this.timer = timer;
        this.batchDelayNanos = settings.batchDelay().toNanos();
        this.outbox = new Outbox(settings, clocks.nanos());
    }

    OfferResult offer(Delivery delivery) {
        if (isClosing()) {
            return OfferResult.CLOSING;
        }
        openBatch();
        return outbox.offer(delivery);
    }

    /** As {@link #offer}, for replies and status events. Must not be called while closing. */
    boolean add(Frame frame) {
        openBatch();
        return outbox.add(frame);
    }

    private void openBatch() {
        if (outbox.isEmpty()) {
            batchOpenedAt = clocks.nanos();
        }
    }

    /** Removes and returns the next frame; null if all queued notifications had expired. */
    Frame take(SendListener listener) {
        long now = clocks.nanos();
        boolean behind = now - batchOpenedAt > 2 * batchDelayNanos;
        writing = true;
        writingSince = batchOpenedAt;
        Frame frame = outbox.next(clocks.millis(), now, behind);
        int expired = outbox.takeExpired();
        if (expired > 0) {
            listener.expired(expired);
        }
        flushing = !outbox.isEmpty();
        if (!flushing) {
            batch++;
        }
        List<RoutedNotification> durables = frame == null ? List.of() : frame.durables();
        if (!durables.isEmpty()) {
            listener.writing(durables);
        }
        return frame;
    }

    void wrote(Frame frame) {
        frames++;
        if (frame instanceof Frame.Data data) {
            messages += data.deliveries().size();
        }
    }

    /** Must be called after each {@link #take}, when writing the frame is over. */
    void turnEnded() {
        writing = false;
    }

    /**
     * Begins to close. If closing has begun, has an effect only if the queue must no longer be drained before. Returns
     * whether something changed.
     */
    boolean close(DisconnectReason reason, boolean afterDraining) {
        if (isClosing() && (!drainFirst || afterDraining)) {
            return false;
        }
        if (closingLoad == null) {
            closingLoad = currentLoad();
        }
        closing = reason;
        drainFirst = afterDraining;
        if (!afterDraining) {
            outbox.clear();
        }
        return true;
    }

    boolean isClosing() {
        return closing != null;
    }

    /** Returns whether the connection is closed without waiting for a write in progress. */
    boolean isBeingCutOff() {
        return isClosing() && !drainFirst;
    }

    /** Returns the reason if nothing remains to be written before the close; otherwise null. */
    DisconnectReason closeNow() {
        return isClosing() && (!drainFirst || outbox.isEmpty()) ? closing : null;
    }

    /** Requests a flush if this batch is still being collected. Returns whether it is. */
    boolean flush(long ofBatch) {
        boolean current = ofBatch == batch && !outbox.isEmpty();
        flushing |= current;
        return current;
    }

    /** Requests a flush if the alarm of the batch was lost. Returns whether it was. */
    boolean flushIfAlarmLost() {
        return age() - batchDelayNanos > LOST_ALARM_NANOS && flush(batch);
    }

    /** Returns whether a writer must serve the connection again after its turn. */
    boolean needsTurn() {
        return isClosing() || flushing || (!outbox.isEmpty() && age() >= batchDelayNanos);
    }

    private long age() {
        return clocks.nanos() - batchOpenedAt;
    }

    /** Sets the alarm that flushes the batch, unless it is set. */
    void arm(ConnectionSender sender) {
        if (armedBatch != batch) {
            armedBatch = batch;
            timer.arm(sender, batch, batchOpenedAt + batchDelayNanos);
        }
    }

    boolean hasRoomForMore() {
        return !isClosing() && outbox.hasRoomForMore();
    }

    SendLoad load() {
        return closingLoad == null
                ? currentLoad()
                : new SendLoad(closingLoad.waiting(), closingLoad.bytes(), closingLoad.delayNanos(), messages, frames);
    }

    private SendLoad currentLoad() {
        long now = clocks.nanos();
        long since = outbox.isEmpty() ? now : batchOpenedAt;
        if (writing && writingSince - since < 0) {
            since = writingSince;
        }
        return new SendLoad(outbox.count(), outbox.bytes(), now - since, messages, frames);
    }
}
