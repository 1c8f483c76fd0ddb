package io.marketbell.delivery.writer;

import io.marketbell.delivery.DeliverySettings;

/**
 * Determines whether the client of a connection is alive and reads. A client that keeps up answers pings. A client that
 * has stopped reading does not answer, long before the operating system's buffers are full and a write would block.
 * Therefore a ping is sent after every {@link #PROBE_BYTES}; a client that does not answer becomes suspect and is moved
 * to the slow writers.
 *
 * <p>Not thread-safe: guarded by the connection's lock. Times are those of {@link System#nanoTime}.
 */
final class Liveness {
    /** Bytes written between two pings that test whether the client still reads. */
    static final int PROBE_BYTES = 64 << 10;

    /**
     * Bytes written without an answer after which the client is suspect; less than the capacity of a socket's buffers.
     */
    static final int SUSPECT_BYTES = 192 << 10;

    private static final int PINGS_UNANSWERED = 2;

    enum Verdict {
        FINE,
        /** A ping is due. */
        PING,
        /** A heartbeat is due: nothing was written during the interval. */
        HEARTBEAT,
        /** Two pings were not answered in time. */
        DEAD
    }

    /**
     * A client that cannot answer confirms nothing: only its user's acknowledgement proves delivery, and the ledger
     * records it.
     */
    private final boolean answering;

    private final long heartbeatNanos;
    private final long confirmNanos;

    private long receivedAt;
    private long wroteAt;
    private long pingedAt;
    private int pings;
    private int bytesUnanswered;

    Liveness(boolean answering, DeliverySettings settings, long now) {
        this.answering = answering;
        this.heartbeatNanos = settings.heartbeat().toNanos();
        this.confirmNanos = settings.confirmAfter().toNanos();
        this.receivedAt = now;
        this.wroteAt = now;
        this.pingedAt = now;
    }

    boolean isAnswering() {
        return answering;
    }

    void received(long now) {
        receivedAt = now;
        pings = 0;
        bytesUnanswered = 0;
    }

    void pinged(long now) {
        pingedAt = now;
        pings++;
    }

    /** Returns whether the write makes a ping due. */
    boolean wrote(int bytes, long now) {
        wroteAt = now;
        bytesUnanswered += bytes;
        return answering && pings == 0 && bytesUnanswered >= PROBE_BYTES;
    }

    /**
     * Returns whether a write to the client may block: nothing was received since {@link #SUSPECT_BYTES} were written,
     * or the client cannot answer.
     */
    boolean isSuspect() {
        return !answering || (pings > 0 && bytesUnanswered >= SUSPECT_BYTES);
    }

    /**
     * Returns the most important action that is due. Heartbeats come last, so that checks that are late by more than the
     * heartbeat interval still find a client that is dead.
     *
     * @param oldestUnconfirmed when the oldest unconfirmed durable notification was written; 0 for none
     */
    Verdict check(long now, long oldestUnconfirmed) {
        if (answering) {
            if (pings >= PINGS_UNANSWERED && now - pingedAt >= heartbeatNanos) {
                return Verdict.DEAD;
            }
            boolean silent = now - Math.max(receivedAt, pingedAt) >= heartbeatNanos;
            boolean unconfirmed = pings == 0
                    && oldestUnconfirmed != 0
                    && now - oldestUnconfirmed >= confirmNanos
                    && now - pingedAt >= confirmNanos;
            if (silent || unconfirmed) {
                return Verdict.PING;
            }
        }
        return now - wroteAt >= heartbeatNanos ? Verdict.HEARTBEAT : Verdict.FINE;
    }
}
