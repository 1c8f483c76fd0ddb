package io.marketbell.journal.log;

import java.time.Duration;

/** The pause before the next retry: doubles each time, up to a maximum. */
final class RetryPause {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Duration first;
    private Duration next;

    private RetryPause(Duration first) {
        this.first = first;
        startAgain();
    }

    static RetryPause beforeEveryRetry() {
        return new RetryPause(FIRST);
    }

    /** Returns pauses of which the first is zero. */
    static RetryPause afterFirstRetry() {
        return new RetryPause(Duration.ZERO);
    }

    Duration next() {
        Duration now = next;
        Duration doubled = now.isZero() ? FIRST : now.multipliedBy(2);
        next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return now;
    }

    void startAgain() {
        next = first;
    }
}
