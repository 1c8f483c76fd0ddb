package io.marketbell.cluster.node;

import java.util.function.LongSupplier;

/**
 * Detects that the process did not run for some time, for example because it was suspended, and holds its writes from
 * then on. A thread that never waits for anything must call {@link #tick} regularly: a missing call means that no thread
 * ran. A slow database is therefore not taken for a pause. Thread-safe.
 */
final class PauseGuard {
    private final long longestNanos;
    private final LongSupplier nanoClock;
    private volatile long tickedAt;
    private volatile boolean held;
    private volatile long pauses;

    /** @param longestNanos a longer pause counts */
    PauseGuard(long longestNanos, LongSupplier nanoClock) {
        this.longestNanos = longestNanos;
        this.nanoClock = nanoClock;
        this.tickedAt = nanoClock.getAsLong();
    }

    /**
     * Must be called by one thread at a time.
     *
     * @return whether a pause has just ended; writes are held until {@link #release} is called for it
     */
    boolean tick() {
        long now = nanoClock.getAsLong();
        boolean paused = now - tickedAt > longestNanos;
        if (paused) {
            // before the new time: other threads see the old time or the mark
            hold();
        }
        tickedAt = now;
        return paused;
    }

    private synchronized void hold() {
        held = true;
        pauses++;
    }

    /**
     * Releases the writes, unless there was a further pause: its own check has not ended then.
     *
     * @param checked the number of {@link #pauses} when the check began
     */
    synchronized void release(long checked) {
        if (checked == pauses) {
            held = false;
        }
    }

    /** Returns whether writes are held. Any thread may ask, also the first one that runs after a pause. */
    boolean isHeld() {
        return held || nanoClock.getAsLong() - tickedAt > longestNanos;
    }

    long pauses() {
        return pauses;
    }
}
