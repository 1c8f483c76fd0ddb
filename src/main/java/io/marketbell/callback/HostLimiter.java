package io.marketbell.callback;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A concurrency limit and circuit breaker for one host: several callbacks at once while the host responds, none for a
 * while after several consecutive failures, then a single trial. MicroProfile's circuit breaker is per method, not per
 * host.
 */
final class HostLimiter {

    /**
     * @param atOnce the maximum number of callbacks in flight
     * @param failures the number of consecutive failures that open the circuit
     * @param rest how long the circuit stays open
     */
    record Limits(int atOnce, int failures, Duration rest) {}

    private final Limits limits;
    private final InstantSource clock;
    private int underway;
    private int failures;
    /** Null while the circuit is closed. */
    private Instant closedUntil;

    HostLimiter(Limits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** Returns how many more callbacks may be started. */
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

    /** @return whether this failure opened the circuit */
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

    /** Returns whether there is no state for the host, so that this object can be discarded. */
    synchronized boolean isUneventful() {
        return underway == 0 && failures == 0 && closedUntil == null;
    }
}
