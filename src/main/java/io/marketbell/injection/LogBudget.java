package io.marketbell.injection;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Limits the number of log lines per second. Thread-safe. */
final class LogBudget {
    private static final long SECOND = 1_000_000_000L;

    private final int perSecond;
    private final LongSupplier nanoClock;
    private final AtomicLong left;
    private final AtomicLong withheld = new AtomicLong();
    private final AtomicLong begin;

    LogBudget(int perSecond, LongSupplier nanoClock) {
        this.perSecond = perSecond;
        this.nanoClock = nanoClock;
        this.left = new AtomicLong(perSecond);
        this.begin = new AtomicLong(nanoClock.getAsLong());
    }

    /** Returns the number of lines suppressed since the last one, or -1 if this line must be suppressed too. */
    long draw() {
        long now = nanoClock.getAsLong();
        long since = begin.get();
        if (now - since >= SECOND && begin.compareAndSet(since, now)) {
            left.set(perSecond);
        }
        if (left.getAndUpdate(lines -> Math.max(0, lines - 1)) > 0) {
            return withheld.getAndSet(0);
        }
        withheld.incrementAndGet();
        return -1;
    }
}
