package io.marketbell.ratelimit.bucket;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A token bucket's numbers: it holds {@code burst} tokens at most, and gains {@code ratePerSecond} a second, steadily.
 * Within any time t no more than {@code burst + ratePerSecond × t} can be taken.
 */
public record Limit(long ratePerSecond, long burst) {
    static final long MOST = 1_000_000;

    public Limit {
        demand("the rate per second", ratePerSecond);
        demand("the burst", burst);
    }

    private static void demand(String what, long number) {
        if (number < 1 || number > MOST) {
            throw new IllegalArgumentException(what + " must be from 1 to " + MOST + ", not " + number);
        }
    }

    /** With a burst of twice the rate. */
    public static Limit of(long ratePerSecond) {
        return new Limit(ratePerSecond, 2 * ratePerSecond);
    }

    /** How long an empty bucket takes to be full; rounded up to whole seconds. */
    Duration timeToFill() {
        return Duration.ofSeconds((burst + ratePerSecond - 1) / ratePerSecond);
    }

    /** Rounded down. */
    public long nanosToGain(long tokens) {
        return TimeUnit.SECONDS.toNanos(tokens) / ratePerSecond;
    }

    /**
     * What is to be taken for a weight when part of it has been taken before. Never more in all than a full bucket holds:
     * what weighs more would have to wait for ever.
     */
    long cost(long alreadyTaken, long weight) {
        return Math.max(0, Math.min(alreadyTaken + weight, burst) - alreadyTaken);
    }
}
