package io.marketbell.journal.log;

import java.time.Duration;

/** How long to wait before the next try: twice as long each time, up to a longest. */
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
