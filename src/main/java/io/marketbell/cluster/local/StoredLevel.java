package io.marketbell.cluster.local;

import java.util.concurrent.TimeUnit;

/**
 * The state of a bucket, in integers: at r tokens a second it gains r millionths of a token in a microsecond.
 *
 * @param millionths of tokens
 * @param at the time of this state in microseconds
 */
record StoredLevel(long millionths, long at, long ratePerSecond, long burst) {
    private static final long UNIT = 1_000_000;

    static StoredLevel full(long ratePerSecond, long burst, long now) {
        return new StoredLevel(burst * UNIT, now, ratePerSecond, burst);
    }

    StoredLevel at(long now) {
        long elapsed = Math.max(0, now - at);
        boolean isFull = elapsed >= TimeUnit.NANOSECONDS.toMicros(nanosUntilFull());
        return new StoredLevel(isFull ? burst * UNIT : millionths + elapsed * ratePerSecond, now, ratePerSecond, burst);
    }

    /** The same fill level, in proportion. */
    StoredLevel with(long otherRate, long otherBurst) {
        long whole = millionths / burst * otherBurst;
        return new StoredLevel(whole + millionths % burst * otherBurst / burst, at, otherRate, otherBurst);
    }

    boolean has(long cost) {
        return millionths >= cost * UNIT;
    }

    StoredLevel minus(long cost) {
        return new StoredLevel(millionths - cost * UNIT, at, ratePerSecond, burst);
    }

    boolean isFull() {
        return millionths == burst * UNIT;
    }

    long tokens() {
        return millionths / UNIT;
    }

    /** Rounded up to microseconds. */
    long nanosUntilFull() {
        long missing = burst * UNIT - millionths;
        return TimeUnit.MICROSECONDS.toNanos((missing + ratePerSecond - 1) / ratePerSecond);
    }
}
