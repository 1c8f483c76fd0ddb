package io.marketbell.metrics;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Caches the latest snapshot. A read never waits for a snapshot to be created. A timer creates snapshots. If the timer
 * is late, the first read after that starts the creation on an executor and returns the existing snapshot.
 */
final class SnapshotCache {
    /** Longer than the timer period. */
    private static final Duration OVERDUE = Registry.INTERVAL.plusSeconds(2);

    private final Supplier<Snapshot> make;
    private final Executor elsewhere;
    private final InstantSource clock;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final LongAdder hits = new LongAdder();
    private volatile Snapshot latest;

    SnapshotCache(Supplier<Snapshot> make, Executor elsewhere, InstantSource clock) {
        this.make = make;
        this.elsewhere = elsewhere;
        this.clock = clock;
        this.latest = make.get();
    }

    Snapshot get() {
        Snapshot found = latest;
        hits.increment();
        if (found.age(clock.instant()).compareTo(OVERDUE) > 0 && underWay.compareAndSet(false, true)) {
            haveMade();
        }
        return found;
    }

    private void haveMade() {
        try {
            elsewhere.execute(this::make);
        } catch (RuntimeException refused) {
            // the application is stopping or the executor is full: the next read tries again
            underWay.set(false);
        }
    }

    /** Creates a new snapshot, unless one is being created. */
    void refresh() {
        if (underWay.compareAndSet(false, true)) {
            make();
        }
    }

    private void make() {
        try {
            latest = make.get();
        } finally {
            underWay.set(false);
        }
    }

    /** Returns the number of reads answered from the cache. */
    long hits() {
        return hits.sum();
    }
}
