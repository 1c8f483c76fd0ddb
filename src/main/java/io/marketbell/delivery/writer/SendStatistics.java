package io.marketbell.delivery.writer;

import io.marketbell.delivery.Frame;
import io.marketbell.delivery.outbox.Outbox;

/**
 * What a connection was written and what waits for it, for those who look on. When it is closed, what waited is gone the
 * next moment, though it tells why; so that is kept. Guarded by the connection's lock; times are of {@link System#nanoTime}.
 */
public final class SendStatistics {
    /** @param delayNanos for how long something has been waiting without a break */
    public record Seen(int waiting, int bytes, long delayNanos, long messages, long frames) {}

    private long messages;
    private long frames;
    private boolean writing;
    private long writingWaitedSince;
    private Seen atClosing;

    /** @param waitedSince when the first of what is now being written came */
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
