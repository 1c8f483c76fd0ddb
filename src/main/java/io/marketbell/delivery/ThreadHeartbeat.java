package io.marketbell.delivery;

import io.marketbell.thread.LongLivedThread;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Records the progress of a thread, or of several threads that share their work. The threads report work with {@link
 * #beat} or idleness with {@link #rest}; any thread may read.
 */
public final class ThreadHeartbeat {
    /**
     * The progress of a delivery thread, or of a group of threads.
     *
     * @param name of the thread or group
     * @param ended whether the thread has ended; this must not happen before shutdown
     * @param silence time since the last work item was started while work is waiting; zero if no work is waiting
     */
    public record Reading(String name, boolean ended, Duration silence) {}

    private static final long RESTING = 0;

    private final LongSupplier nanoClock;
    private volatile long since = RESTING;

    public ThreadHeartbeat(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Reports that a work item is started. */
    public void beat() {
        beat(nanoClock.getAsLong());
    }

    public void beat(long now) {
        since = now | 1;
    }

    /** Reports that no work is waiting. */
    public void rest() {
        since = RESTING;
    }

    /** For threads that share their work and cannot detect idleness themselves. Must be called frequently. */
    public void observe(boolean working) {
        if (!working) {
            rest();
        } else if (since == RESTING) {
            beat();
        }
    }

    public Reading of(String name) {
        return of(name, false);
    }

    /**
     * Returns the reading of a thread. A thread that has ended is replaced first; it is reported as ended only if
     * replacing it fails.
     */
    public Reading of(String name, LongLivedThread thread) {
        thread.ensureAlive();
        return of(name, thread.hasEnded());
    }

    public Reading of(String name, boolean ended) {
        return new Reading(name, ended, silence());
    }

    private Duration silence() {
        long begun = since;
        return begun == RESTING ? Duration.ZERO : Duration.ofNanos(Math.max(0, nanoClock.getAsLong() - begun));
    }
}
