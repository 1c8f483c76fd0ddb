package io.marketbell.deadletter;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that only moves when it is advanced. */
final class TestClock implements InstantSource {

    private Instant now = Fixtures.NOON;

    @Override
    public Instant instant() {
        return now;
    }

    void advance(Duration duration) {
        now = now.plus(duration);
    }
}
