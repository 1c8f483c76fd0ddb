package io.marketbell.http.problem;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The header field {@code Retry-After}: the number of seconds after which a client should retry. */
public final class RetryAfter {
    public static final String HEADER = "Retry-After";

    /** The delay if a required service is unavailable or a maximum number of connections is reached. */
    public static final Duration UNAVAILABLE = Duration.ofSeconds(5);

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private RetryAfter() {}

    /** Returns the value for this delay: at least 1, because 0 would invite an immediate retry. */
    public static long seconds(Duration delay) {
        return Math.max(1, secondsRoundedUp(delay.toNanos()));
    }

    public static long secondsRoundedUp(long nanos) {
        return (nanos + SECOND - 1) / SECOND;
    }
}
