package io.marketbell.delivery;

import io.marketbell.thread.LongLivedThread;
import java.time.Duration;
import java.util.function.LongSupplier;

/** By which a thread, or several that share their work, show that they turn: they beat or rest, and anybody may look. */
public final class ThreadHeartbeat {
    private static final long RESTING = 0;

    private final LongSupplier nanoClock;
    private volatile long since = RESTING;

    public ThreadHeartbeat(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Something is begun. */
    public void beat() {
        beat(nanoClock.getAsLong());
    }

    public void beat(long now) {
        since = now | 1;
    }

    /** There is nothing to do. */
    public void rest() {
        since = RESTING;
    }

    /** For several that share their work, who do not know when there is none: to be called often. */
    public void observe(boolean working) {
        if (!working) {
            rest();
        } else if (since == RESTING) {
            beat();
        }
    }

    public HeartbeatReading of(String name) {
        return of(name, false);
    }

    /** A thread that has ended is replaced first; it counts as ended only where that is not possible. */
    public HeartbeatReading of(String name, LongLivedThread thread) {
        thread.ensureAlive();
        return of(name, thread.hasEnded());
    }

    public HeartbeatReading of(String name, boolean ended) {
        return new HeartbeatReading(name, ended, silence());
    }

    private Duration silence() {
        long begun = since;
        return begun == RESTING ? Duration.ZERO : Duration.ofNanos(Math.max(0, nanoClock.getAsLong() - begun));
    }
}
