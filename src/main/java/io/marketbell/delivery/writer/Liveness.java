package io.marketbell.delivery.writer;

import io.marketbell.delivery.DeliverySettings;
import java.util.concurrent.TimeUnit;

/**
 * Whether the peer of a connection is still there, and whether it reads. A client that keeps up answers pings; one that
 * has stopped reading does not, long before the operating system's buffers are full and a write would block. So a probe
 * goes out with every so many bytes, and who leaves it unanswered is suspected and no longer served by the threads that
 * serve the others.
 *
 * <p>Not safe for concurrent use: guarded by the connection's lock. Times are of {@link System#nanoTime}.
 */
final class Liveness {
    /** How much is written before the client is asked whether it still reads. */
    static final int PROBE_BYTES = 64 << 10;

    /** How much is written without an answer before the client is suspected: below what a socket's buffers take. */
    static final int SUSPECT_BYTES = 192 << 10;

    private static final int PINGS_UNANSWERED = 2;

    enum Verdict {
        FINE,
        /** Time for a ping. */
        PING,
        /** Nothing was written for a while: time for a heartbeat. */
        HEARTBEAT,
        /** Two pings were not answered in time. */
        DEAD
    }

    private final boolean answering;
    private final long heartbeatNanos;
    private final long confirmNanos;

    private long heardAt;
    private long wroteAt;
    private long pingedAt;
    private int pings;
    private int bytesUnanswered;

    Liveness(boolean answering, DeliverySettings settings, long now) {
        this.answering = answering;
        this.heartbeatNanos = settings.heartbeat().toNanos();
        this.confirmNanos = settings.confirmAfter().toNanos();
        this.heardAt = now;
        this.wroteAt = now;
        this.pingedAt = now;
    }

    void heard(long now) {
        heardAt = now;
        pings = 0;
        bytesUnanswered = 0;
    }

    void pinged(long now) {
        pingedAt = now;
        pings++;
    }

    /** Whether the write makes a probe due. */
    boolean wrote(int bytes, long now) {
        wroteAt = now;
        bytesUnanswered += bytes;
        return answering && pings == 0 && bytesUnanswered >= PROBE_BYTES;
    }

    /** Whether a write to it may block: nothing was heard since a good deal was written, or nothing ever is. */
    boolean isSuspect() {
        return !answering || (pings > 0 && bytesUnanswered >= SUSPECT_BYTES);
    }

    /** @param oldestUnconfirmed when the oldest durable notification was written that awaits an answer; 0 for none */
    Verdict check(long now, long oldestUnconfirmed) {
        if (now - wroteAt >= heartbeatNanos) {
            return Verdict.HEARTBEAT;
        }
        if (!answering) {
            return Verdict.FINE;
        }
        if (pings >= PINGS_UNANSWERED && now - pingedAt >= heartbeatNanos) {
            return Verdict.DEAD;
        }
        boolean silent = now - Math.max(heardAt, pingedAt) >= heartbeatNanos;
        boolean unconfirmed = pings == 0
                && oldestUnconfirmed != 0
                && now - oldestUnconfirmed >= confirmNanos
                && now - pingedAt >= confirmNanos;
        return silent || unconfirmed ? Verdict.PING : Verdict.FINE;
    }

    long silentForMillis(long now) {
        return TimeUnit.NANOSECONDS.toMillis(now - heardAt);
    }
}
