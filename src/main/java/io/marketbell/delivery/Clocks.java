package io.marketbell.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** The two clocks of delivery: a monotonic clock for intervals and a wall clock for the time of day. */
public record Clocks(LongSupplier ticker, InstantSource wallClock) {

    public static final Clocks SYSTEM = new Clocks(System::nanoTime, InstantSource.system());

    public long nanos() {
        return ticker.getAsLong();
    }

    public long millis() {
        return wallClock.millis();
    }

    public Instant wall() {
        return wallClock.instant();
    }

    /** Returns nanoseconds since 1970. The range is about three centuries. */
    public static long nanosOf(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
