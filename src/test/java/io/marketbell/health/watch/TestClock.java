package io.marketbell.health.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that advances only on request. */
final class TestClock implements InstantSource {
    private Instant now = Instant.parse("2026-11-23T16:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void advance(Duration by) {
        now = now.plus(by);
    }
}
