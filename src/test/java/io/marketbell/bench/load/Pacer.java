package io.marketbell.bench.load;

import java.util.concurrent.locks.LockSupport;

/**
 * The beats of an even rhythm that several publishers share, for one of them. Late beats are not skipped, so a server
 * that stalls its publishers still gets the missed publications.
 */
final class Pacer {
    private final long start;
    private final double beatNanos;
    private final int share;
    private final int sharers;
    private long taken;

    /** @param start time of the first beat, in nanoseconds since 1970 */
    Pacer(long start, double beatsPerSecond, int share, int sharers) {
        this.start = start;
        this.beatNanos = 1e9 / beatsPerSecond;
        this.share = share;
        this.sharers = sharers;
    }

    /** The number of this publisher's next beat, counted over all beats. */
    long next() {
        return share + sharers * taken++;
    }

    /** The time of that beat, in nanoseconds since 1970. */
    long due(long beat) {
        return start + (long) (beat * beatNanos);
    }

    static void sleepUntil(long time) {
        for (long left = time - EpochClock.nanos(); left > 0; left = time - EpochClock.nanos()) {
            LockSupport.parkNanos(left);
        }
    }
}
