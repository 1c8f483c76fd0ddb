package io.marketbell.blackbox.cluster;

import java.util.concurrent.TimeUnit;

/** Milliseconds since the start of the tests: the time in all logs of publishers and clients. */
final class Clock {
    private static final long START = System.nanoTime();

    private Clock() {}

    static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - START);
    }
}
