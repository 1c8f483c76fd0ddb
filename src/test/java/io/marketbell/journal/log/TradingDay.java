package io.marketbell.journal.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is told. */
final class TradingDay implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-23T14:30:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }
}
