package io.marketbell.thread;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * The unexpected errors of one thread, kind of thread or periodic task. Every error is counted; at most one stack trace
 * a minute is logged. Thread-safe. Names are constants of the program, so their number is bounded.
 */
public final class ThreadFaults {
    private static final Logger LOG = System.getLogger(ThreadFaults.class.getName());
    private static final long LOGGED_EVERY_NANOS = 60_000_000_000L;
    private static final Map<String, ThreadFaults> ALL = new ConcurrentHashMap<>();

    private final String name;
    private final LongSupplier nanoClock;
    private final LongAdder recorded = new LongAdder();
    private final LongAdder replaced = new LongAdder();
    private final AtomicLong loggedAt;

    ThreadFaults(String name, LongSupplier nanoClock) {
        this.name = name;
        this.nanoClock = nanoClock;
        this.loggedAt = new AtomicLong(nanoClock.getAsLong() - LOGGED_EVERY_NANOS);
    }

    /** Returns the same object for the same name. */
    public static ThreadFaults of(String name) {
        return ALL.computeIfAbsent(name, each -> new ThreadFaults(each, System::nanoTime));
    }

    /** Never throws, because it is called in error handlers. */
    public void record(Throwable fault) {
        try {
            recorded.increment();
            long now = nanoClock.getAsLong();
            long last = loggedAt.get();
            if (now - last >= LOGGED_EVERY_NANOS && loggedAt.compareAndSet(last, now)) {
                LOG.log(
                        Level.ERROR,
                        "unexpected error in " + name + "; it continues, errors so far: " + count(),
                        fault);
            }
        } catch (Throwable unloggable) {
            // for example out of memory: the calling thread must survive
        }
    }

    /** Records that a thread with this name ended and was replaced. Never throws. */
    public void replaced() {
        try {
            replaced.increment();
            LOG.log(Level.WARNING, "the thread ''{0}'' ended and was replaced", name);
        } catch (Throwable unloggable) {
            // see above
        }
    }

    public long count() {
        return recorded.sum();
    }

    public long replacements() {
        return replaced.sum();
    }

    /** Returns the number of errors since the start by name; names without errors are omitted. */
    public static Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        ALL.forEach((name, faults) -> {
            if (faults.count() > 0) {
                counts.put(name, faults.count());
            }
        });
        return counts;
    }

    /** Returns the number of errors since the start. */
    public static long totalCount() {
        return ALL.values().stream().mapToLong(ThreadFaults::count).sum();
    }

    /** Returns the number of threads replaced since the start. */
    public static long totalReplacements() {
        return ALL.values().stream().mapToLong(ThreadFaults::replacements).sum();
    }
}
