package io.marketbell.delivery;

/**
 * How long what waits may go on waiting for company: from the first of a batch on, until it goes out in whole. Guarded by
 * the connection's lock; times are of {@link System#nanoTime}.
 */
final class BatchWindow {
    private final Pipe pipe;
    private final BatchTimer timer;
    private final long delayNanos;

    private long batch;
    private long openedAt;
    private long armedBatch = -1;
    private boolean flushing;

    BatchWindow(Pipe pipe, BatchTimer timer, DeliverySettings settings) {
        this.pipe = pipe;
        this.timer = timer;
        this.delayNanos = settings.batchDelay().toNanos();
    }

    /** The first of a batch has come. */
    void open(long now) {
        openedAt = now;
    }

    long openedAt() {
        return openedAt;
    }

    /** The batch's alarm, once: it rings {@link Pipe#batchTimeIsUp}. */
    void arm() {
        if (armedBatch != batch) {
            armedBatch = batch;
            timer.arm(pipe, batch, openedAt + delayNanos);
        }
    }

    /** Alarms are not taken back: one may be of a batch that is gone. */
    boolean isOf(long alarm) {
        return alarm == batch;
    }

    /** From now on all that waits goes out, frame after frame. */
    void flush() {
        flushing = true;
    }

    /** A frame was taken. */
    void taken(boolean isLast) {
        flushing = !isLast;
        if (isLast) {
            batch++;
        }
    }

    boolean isOver(long now) {
        return flushing || now - openedAt >= delayNanos;
    }

    /** Whether the reader has let more than one batch's time pass. */
    boolean isLongOver(long now) {
        return now - openedAt > 2 * delayNanos;
    }
}
