package io.marketbell.metrics;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The latest snapshot, for any number of readers, none of whom waits for its making. It is made by a timer; should that
 * be late, the first reader to notice has it made by somebody else, and takes what there is.
 */
final class SnapshotCache {
    /** Later than the timer would be. */
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
            // the application is ending, or the executor is full: the next reader tries again
            underWay.set(false);
        }
    }

    /** Makes a new one, unless that is under way. */
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

    /** How many readings were answered. */
    long hits() {
        return hits.sum();
    }
}
