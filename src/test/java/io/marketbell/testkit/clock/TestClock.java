package io.marketbell.testkit.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that advances only when a test calls {@link #advance}. Any thread may read it; one thread advances it. */
public final class TestClock implements InstantSource {
    /** The default start. */
    public static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private volatile Instant now;

    /** Starts at {@link #NOON}. */
    public TestClock() {
        this(NOON);
    }

    public TestClock(Instant start) {
        now = start;
    }

    /** @param start in ISO 8601, UTC, such as {@code 2026-11-23T09:00:00Z} */
    public static TestClock at(String start) {
        return new TestClock(Instant.parse(start));
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Returns the time in nanoseconds since the epoch, for code that measures with a nanosecond clock. */
    public long nanos() {
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    public void advance(Duration time) {
        now = now.plus(time);
    }
}
