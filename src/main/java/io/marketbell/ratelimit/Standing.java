package io.marketbell.ratelimit;

import java.time.Duration;

/**
 * How a bucket stands after it was asked.
 *
 * @param remaining tokens that are left
 * @param nanosToFull until all of them are there again, if nothing more is taken
 */
public record Standing(Policy policy, Limit limit, long remaining, long nanosToFull) {

    public Duration timeToFull() {
        return Duration.ofNanos(nanosToFull);
    }
}
