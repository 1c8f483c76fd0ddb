package io.marketbell.ratelimit.bucket;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The parameters of a token bucket: it holds at most {@code burst} tokens and gains {@code ratePerSecond} tokens a
 * second, steadily. Within any time t at most {@code burst + ratePerSecond × t} tokens can be taken.
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

    /** A limit whose burst is twice the rate. */
    public static Limit of(long ratePerSecond) {
        return new Limit(ratePerSecond, 2 * ratePerSecond);
    }

    /** The time an empty bucket takes to become full, rounded up to whole seconds. */
    Duration timeToFill() {
        return Duration.ofSeconds((burst + ratePerSecond - 1) / ratePerSecond);
    }

    /** Rounded down. */
    public long nanosToGain(long tokens) {
        return TimeUnit.SECONDS.toNanos(tokens) / ratePerSecond;
    }

    /**
     * The tokens to take for a weight if part of it was taken before. The sum never exceeds the size of the bucket: a
     * larger weight could never be granted.
     */
    long cost(long alreadyTaken, long weight) {
        return Math.max(0, Math.min(alreadyTaken + weight, burst) - alreadyTaken);
    }
}
