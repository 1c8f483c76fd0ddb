package io.marketbell.bench.load;

import java.util.concurrent.locks.LockSupport;

/**
 * Beats of an even rhythm, one after another, for one of several that share it. A beat that is late is late: none is
 * left out, so a server that stalls its publishers is not spared what it missed.
 */
final class Pacer {
    private final long start;
    private final double beatNanos;
    private final int share;
    private final int sharers;
    private long taken;

    /** @param start of the first beat, in nanoseconds since 1970 */
    Pacer(long start, double beatsPerSecond, int share, int sharers) {
        this.start = start;
        this.beatNanos = 1e9 / beatsPerSecond;
        this.share = share;
        this.sharers = sharers;
    }

    /** The number of the next beat that is this one's, counted over all. */
    long next() {
        return share + sharers * taken++;
    }

    /** When that beat is due, in nanoseconds since 1970. */
    long due(long beat) {
        return start + (long) (beat * beatNanos);
    }

    static void sleepUntil(long time) {
        for (long left = time - EpochClock.nanos(); left > 0; left = time - EpochClock.nanos()) {
            LockSupport.parkNanos(left);
        }
    }
}
