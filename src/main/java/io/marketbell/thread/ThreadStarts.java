package io.marketbell.thread;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Starts threads of one name, and starts them again after they have ended. Records failed starts and counts
 * replacements in {@link ThreadFaults}. Thread-safe.
 */
public final class ThreadStarts {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ThreadFaults faults;
    private final LongSupplier nanoClock;

    /** When the last start failed, with the lowest bit set; 0 if it succeeded. */
    private volatile long failedAt;

    public ThreadStarts(String name, LongSupplier nanoClock) {
        this.faults = ThreadFaults.of(name);
        this.nanoClock = nanoClock;
    }

    /**
     * Starts a thread, or an object with threads of its own. Throws the exceptions of the supplier after recording
     * them, for example if there is no memory for a thread.
     */
    public <T> T start(Supplier<T> starting) {
        try {
            T started = starting.get();
            failedAt = 0;
            return started;
        } catch (Throwable e) {
            failedAt = nanoClock.getAsLong() | 1;
            faults.record(e);
            throw e;
        }
    }

    /** Like {@link #start}, but returns whether it succeeded and never throws. */
    public boolean tryStart(Runnable starting) {
        try {
            start(() -> {
                starting.run();
                return null;
            });
            return true;
        } catch (Throwable e) {
            return false;
        }
    }

    /** Must be called after a thread that had ended was started again. */
    public void replaced() {
        faults.replaced();
    }

    /** Returns whether the last start failed, so that a thread is missing. */
    public boolean isFailing() {
        return failedAt != 0;
    }

    /** Returns false for a short time after a failed start. */
    public boolean mayStart() {
        return failedAt == 0 || nanoClock.getAsLong() - failedAt >= PAUSE_NANOS;
    }

    /** Must be called if the thread that could not be started is no longer needed. */
    public void notNeeded() {
        failedAt = 0;
    }
}
