package io.marketbell.callback;

import java.time.Duration;

/**
 * The retry schedule of failed callbacks: exponential backoff with full jitter, so that callbacks that failed together
 * are not retried together.
 *
 * @param attempts the maximum number of attempts
 * @param first the maximum delay after the first failure
 * @param longest the maximum delay before the last attempt
 */
record Backoff(int attempts, Duration first, Duration longest) {

    Backoff {
        if (attempts < 1 || first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "invalid backoff: " + attempts + " attempts, from " + first + " to " + longest);
        }
    }

    boolean isSpent(int failed) {
        return failed >= attempts;
    }

    /**
     * @param failed the number of failed attempts, from 1
     * @param jitter from 0 to 1
     */
    Duration after(int failed, double jitter) {
        return Duration.ofMillis(Math.round(ceiling(failed).toMillis() * jitter));
    }

    private Duration ceiling(int failed) {
        if (attempts <= 2) {
            return first;
        }
        double growth = (double) longest.toMillis() / first.toMillis();
        double steps = Math.min(1, (failed - 1.0) / (attempts - 2.0));
        return Duration.ofMillis(Math.round(first.toMillis() * Math.pow(growth, steps)));
    }
}
