package io.marketbell.cluster.clock;

import io.marketbell.database.Microseconds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time of the cluster: the local clock, corrected to the clock of the database. Monotonic, to a millisecond, from
 * the first correction on: if a correction moves it back, it stands still until the time is reached again. Until the
 * first correction it is the local clock; without further corrections the last one holds. Thread-safe; reading it is
 * cheap.
 */
public final class ClusterClock implements InstantSource {
    /** Above this difference between local clock and database, this node must not serve clients. */
    public static final Duration SKEW_AT_MOST = Duration.ofSeconds(30);

    /** A measurement with a shorter round trip is always used. */
    private static final long ACCURATE_MICROS = 100_000;

    /** A larger change must be measured twice in a row: one wrong time would otherwise stop a monotonic clock. */
    private static final long JUMP_MICROS = 1_000_000;

    private static final long RESOLUTION_MICROS = 1_000;

    private final InstantSource local;
    private final AtomicLong latest = new AtomicLong(Long.MIN_VALUE);
    private volatile boolean corrected;
    private volatile long correctionMicros;

    /** The correction of the last measurement, if it was a jump that is not confirmed yet. Guarded by this. */
    private Long unconfirmed;

    public ClusterClock(InstantSource local) {
        this.local = local;
    }

    @Override
    public Instant instant() {
        Instant now = local.instant();
        if (!corrected) {
            return now;
        }
        long micros = Microseconds.of(now) + correctionMicros;
        long seen = latest.get();
        if (micros <= seen) {
            return Microseconds.toInstant(seen);
        }
        if (micros - seen >= RESOLUTION_MICROS) {
            latest.compareAndSet(seen, micros);
        }
        return Microseconds.toInstant(micros);
    }

    /**
     * Corrects the clock. Must be called as soon as the database has responded.
     *
     * @param databaseTime the time of the database when it processed the query
     * @param roundTrip the time from the query to its response
     */
    public synchronized void adjust(Instant databaseTime, Duration roundTrip) {
        long uncertain = roundTrip.toNanos() / 2_000;
        long localMicros = Microseconds.of(local.instant());
        long measured = Microseconds.of(databaseTime) + uncertain - localMicros;
        if (!corrected) {
            latest.set(localMicros);
            correctionMicros = measured;
            corrected = true;
            return;
        }
        long change = Math.abs(measured - correctionMicros);
        if (2 * uncertain > ACCURATE_MICROS && change <= uncertain) {
            return;
        }
        boolean confirmed = unconfirmed != null && Math.abs(measured - unconfirmed) <= JUMP_MICROS;
        if (change > JUMP_MICROS && !confirmed) {
            unconfirmed = measured;
            return;
        }
        unconfirmed = null;
        // before the change: times that were returned with the previous correction are not undercut
        latest.accumulateAndGet(localMicros + correctionMicros, Math::max);
        correctionMicros = measured;
    }

    /** Returns how far the database's clock is ahead of the local one; negative if it is behind, zero if unknown. */
    public Duration skew() {
        return Duration.ofNanos(correctionMicros * 1_000);
    }

    public boolean isSkewAcceptable() {
        return skew().abs().compareTo(SKEW_AT_MOST) <= 0;
    }
}
