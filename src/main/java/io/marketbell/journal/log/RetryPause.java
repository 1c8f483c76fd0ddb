package io.marketbell.journal.log;

import java.time.Duration;

/** The pause before the next retry: doubles each time, up to a maximum. */
final class RetryPause {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private Duration next = FIRST;

    Duration next() {
        Duration now = next;
        next = now.multipliedBy(2).compareTo(LONGEST) < 0 ? now.multipliedBy(2) : LONGEST;
        return now;
    }

    void startAgain() {
        next = FIRST;
    }
}
