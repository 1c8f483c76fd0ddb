package io.marketbell.ratelimit.frame;

import io.marketbell.ratelimit.bucket.FrameBudget;
import io.marketbell.ratelimit.bucket.Limit;
import java.util.concurrent.TimeUnit;

/**
 * Counts the frames and bytes of one connection against its {@link FrameBudget}, with two numbers and no allocation.
 * Uses a virtual schedule (GCRA) for each: the time at which everything accepted would have arrived at exactly the rate
 * may be ahead of now by at most the burst. Not thread-safe; used only by the thread that reads the connection.
 */
final class ArrivalMeter {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private long framesAt;
    private long bytesAt;

    ArrivalMeter(long now) {
        framesAt = now;
        bytesAt = now;
    }

    /** Accepts one frame of this size, or returns false and counts nothing if either budget is exceeded. */
    boolean take(FrameBudget budget, int bytes, long now) {
        Limit frames = budget.frames();
        long bytesPerSecond = budget.kib().ratePerSecond() << 10;
        long nextFrames = later(framesAt, now) + SECOND / frames.ratePerSecond();
        // At most 64 KiB × 10⁹, so it cannot overflow.
        long nextBytes = later(bytesAt, now) + bytes * SECOND / bytesPerSecond;
        if (nextFrames - now > frames.nanosToGain(frames.burst())
                || nextBytes - now > budget.kib().nanosToGain(budget.kib().burst())) {
            return false;
        }
        framesAt = nextFrames;
        bytesAt = nextBytes;
        return true;
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }
}
