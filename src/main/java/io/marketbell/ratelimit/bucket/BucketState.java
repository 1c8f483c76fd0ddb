package io.marketbell.ratelimit.bucket;

import java.time.Duration;

/**
 * How a bucket stands after it was asked.
 *
 * @param remaining tokens that are left
 * @param nanosToFull until all of them are there again, if nothing more is taken
 */
public record BucketState(Policy policy, Limit limit, long remaining, long nanosToFull) {

    public Duration timeToFull() {
        return Duration.ofNanos(nanosToFull);
    }

    /** Zero where it has as many. */
    long nanosUntil(long tokens) {
        return remaining >= tokens ? 0 : Math.max(1, nanosToFull - limit.nanosToGain(limit.burst() - tokens));
    }

    /** After tokens were given to it. */
    BucketState with(long tokens) {
        return remaining + tokens >= limit.burst()
                ? new BucketState(policy, limit, limit.burst(), 0)
                : new BucketState(
                        policy, limit, remaining + tokens, Math.max(0, nanosToFull - limit.nanosToGain(tokens)));
    }
}
