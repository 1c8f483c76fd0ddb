package io.marketbell.callback;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How much may be sent to one host now: so many callbacks at once while it answers, none for a while after it failed
 * several times in a row, then a single one to see. A circuit breaker for each host; MicroProfile's is for each method.
 */
final class HostLimiter {

    /** @param atOnce to one host; @param failures in a row that close the gate; @param rest for which it stays closed */
    record Limits(int atOnce, int failures, Duration rest) {}

    private final Limits limits;
    private final InstantSource clock;
    private int underway;
    private int failures;
    /** Null while the host is thought well. */
    private Instant closedUntil;

    HostLimiter(Limits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** How many more callbacks may be started. */
    synchronized int free() {
        if (closedUntil == null) {
            return limits.atOnce() - underway;
        }
        boolean mayProbe = underway == 0 && !clock.instant().isBefore(closedUntil);
        return mayProbe ? 1 : 0;
    }

    synchronized void started() {
        underway++;
    }

    /** @return whether this failure closed the gate */
    synchronized boolean ended(boolean well) {
        underway--;
        if (well) {
            failures = 0;
            closedUntil = null;
            return false;
        }
        failures++;
        if (failures < limits.failures()) {
            return false;
        }
        boolean wasOpen = closedUntil == null;
        closedUntil = clock.instant().plus(limits.rest());
        return wasOpen;
    }

    /** Whether nothing is remembered of the host, so that it may be forgotten. */
    synchronized boolean isUneventful() {
        return underway == 0 && failures == 0 && closedUntil == null;
    }
}
