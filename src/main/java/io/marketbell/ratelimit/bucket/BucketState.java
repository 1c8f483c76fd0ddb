package io.marketbell.ratelimit.bucket;

import java.time.Duration;

/**
 * The state of a bucket after a decision.
 *
 * @param remaining tokens left
 * @param nanosToFull time until the bucket is full if no more tokens are taken
 */
public record BucketState(Policy policy, Limit limit, long remaining, long nanosToFull) {

    public Duration timeToFull() {
        return Duration.ofNanos(nanosToFull);
    }

    /** Zero if the bucket has that many tokens already. */
    long nanosUntil(long tokens) {
        return remaining >= tokens ? 0 : Math.max(1, nanosToFull - limit.nanosToGain(limit.burst() - tokens));
    }

    /** The state after tokens were returned. */
    BucketState with(long tokens) {
        return remaining + tokens >= limit.burst()
                ? new BucketState(policy, limit, limit.burst(), 0)
                : new BucketState(
                        policy, limit, remaining + tokens, Math.max(0, nanosToFull - limit.nanosToGain(tokens)));
    }
}
