package io.marketbell.thread;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A thread that runs until its owner is closed. A body that throws, or returns too early, is recorded and run again. A
 * thread that ends nevertheless is replaced: by itself on its way out, otherwise by {@link #ensureAlive}. Thread-safe.
 */
public final class LongLivedThread {
    /** Between an error and the next try: an error that repeats at once must not take a processor. */
    private static final long PAUSE_NANOS = 10_000_000L;

    private final ThreadFaults faults;
    private final ThreadFactory threads;
    private final Runnable body;
    private final BooleanSupplier closed;
    private volatile Thread thread;

    /**
     * Not started yet.
     *
     * @param body loops until the owner is closed; when it is interrupted, it decides itself whether that is the case
     * @param closed whether the owner is closed
     */
    public LongLivedThread(String name, ThreadFactory threads, Runnable body, BooleanSupplier closed) {
        this.faults = ThreadFaults.of(name);
        this.threads = threads;
        this.body = body;
        this.closed = closed;
    }

    public synchronized void start() {
        if (thread == null) {
            begin();
        }
    }

    private void begin() {
        Thread next = threads.newThread(this::run);
        next.start();
        thread = next;
    }

    private void run() {
        try {
            while (!closed.getAsBoolean()) {
                try {
                    body.run();
                    if (!closed.getAsBoolean()) {
                        throw new IllegalStateException("returned although it was not closed");
                    }
                } catch (Throwable e) {
                    faults.record(e);
                    LockSupport.parkNanos(this, PAUSE_NANOS);
                    // The interrupt, if there was one, has been recorded.
                    Thread.interrupted();
                }
            }
        } finally {
            if (!closed.getAsBoolean()) {
                replace();
            }
        }
    }

    private synchronized void replace() {
        try {
            begin();
            faults.replaced();
        } catch (Throwable e) {
            // No memory for a thread, for instance: ensureAlive tries again.
            faults.record(e);
        }
    }

    /**
     * Replaces the thread if it has ended; to be called now and then.
     *
     * @return whether it runs, or need not: false only where it has ended and cannot be replaced
     */
    public synchronized boolean ensureAlive() {
        if (isLost()) {
            replace();
        }
        return !isLost();
    }

    private boolean isLost() {
        Thread current = thread;
        return current != null && !closed.getAsBoolean() && !current.isAlive();
    }

    /** Whether it was started and does not run now: closed, or lost and not replaced. */
    public boolean hasEnded() {
        Thread current = thread;
        return current != null && !current.isAlive();
    }

    public void interrupt() {
        Thread current = thread;
        if (current != null) {
            current.interrupt();
        }
    }

    public void unpark() {
        LockSupport.unpark(thread);
    }
}
