package io.marketbell.bench.load;

import java.time.Instant;

/** Monotonic nanoseconds since 1970: reads the time of day once, and then uses the monotonic clock. */
final class EpochClock {
    private static final long BASE;

    static {
        Instant now = Instant.now();
        BASE = now.getEpochSecond() * 1_000_000_000L + now.getNano() - System.nanoTime();
    }

    private EpochClock() {}

    static long nanos() {
        return BASE + System.nanoTime();
    }
}
