package io.marketbell.delivery.writer;

import io.marketbell.delivery.Frame;
import io.marketbell.delivery.outbox.Outbox;

/**
 * Statistics of the frames written to a connection and queued for it, for monitoring. When a connection is closed its
 * queue is discarded at once, although the queue explains why it was closed; therefore these values are kept. Guarded
 * by the connection's lock; times are those of {@link System#nanoTime}.
 */
public final class SendStatistics {
    /** @param delayNanos how long the queue has been non-empty without interruption */
    public record Seen(int waiting, int bytes, long delayNanos, long messages, long frames) {}

    private long messages;
    private long frames;
    private boolean writing;
    private long writingWaitedSince;
    private Seen atClosing;

    /** @param waitedSince when the first of the notifications now being written was queued */
    void began(long waitedSince) {
        writing = true;
        writingWaitedSince = waitedSince;
    }

    void wrote(Frame frame) {
        frames++;
        if (frame instanceof Frame.Data data) {
            messages += data.deliveries().size();
        }
    }

    void ended() {
        writing = false;
    }

    void closing(Outbox outbox, long waitingSince, long now) {
        if (atClosing == null) {
            atClosing = now(outbox, waitingSince, now);
        }
    }

    Seen seen(Outbox outbox, long waitingSince, long now) {
        return atClosing == null
                ? now(outbox, waitingSince, now)
                : new Seen(atClosing.waiting, atClosing.bytes, atClosing.delayNanos, messages, frames);
    }

    private Seen now(Outbox outbox, long waitingSince, long now) {
        long since = outbox.isEmpty() ? now : waitingSince;
        if (writing && writingWaitedSince - since < 0) {
            since = writingWaitedSince;
        }
        return new Seen(outbox.count(), outbox.bytes(), now - since, messages, frames);
    }
}
