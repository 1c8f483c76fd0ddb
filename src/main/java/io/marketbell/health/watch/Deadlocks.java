package io.marketbell.health.watch;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Number of deadlocked threads. Detecting deadlocks pauses all threads briefly, and health requests are frequent, so
 * the result is refreshed at most once a second.
 */
final class Deadlocks implements IntSupplier {
    private static final long FRESH_NANOS = 1_000_000_000L;

    private final IntSupplier look;
    private final LongSupplier nanoClock;
    private final AtomicLong lookedAt;
    private volatile int found;

    Deadlocks(IntSupplier look, LongSupplier nanoClock) {
        this.look = look;
        this.nanoClock = nanoClock;
        this.lookedAt = new AtomicLong(nanoClock.getAsLong() - FRESH_NANOS);
    }

    static Deadlocks ofThisProcess() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return new Deadlocks(
                () -> {
                    long[] ids = threads.findDeadlockedThreads();
                    return ids == null ? 0 : ids.length;
                },
                System::nanoTime);
    }

    @Override
    public int getAsInt() {
        long last = lookedAt.get();
        long now = nanoClock.getAsLong();
        if (now - last >= FRESH_NANOS && lookedAt.compareAndSet(last, now)) {
            found = look.getAsInt();
        }
        return found;
    }
}
