package io.marketbell.thread;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A thread that runs until its owner is closed. If its body throws or returns too early, this is recorded and the body
 * runs again. If the thread ends nevertheless, it is replaced: by the ending thread where possible, otherwise by
 * {@link #ensureAlive}. Thread-safe.
 */
public final class LongLivedThread {
    /** Delay before a retry, so that an error that repeats immediately does not use a whole processor. */
    private static final long PAUSE_NANOS = 10_000_000L;

    private final ThreadFaults faults;
    private final ThreadStarts starts;
    private final ThreadFactory threads;
    private final Runnable body;
    private final BooleanSupplier closed;
    private volatile Thread thread;

    /**
     * Creates the thread without starting it.
     *
     * @param body loops until the owner is closed; on an interrupt it must check whether the owner is closed
     * @param closed whether the owner is closed
     */
    public LongLivedThread(String name, ThreadFactory threads, Runnable body, BooleanSupplier closed) {
        this.faults = ThreadFaults.of(name);
        this.starts = new ThreadStarts(name, System::nanoTime);
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
                        throw new IllegalStateException("returned although its owner is not closed");
                    }
                } catch (Throwable e) {
                    faults.record(e);
                    LockSupport.parkNanos(this, PAUSE_NANOS);
                    // The interrupt, if any, has been recorded.
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
        // if it fails, for example out of memory, ensureAlive tries again
        if (starts.tryStart(this::begin)) {
            starts.replaced();
        }
    }

    /**
     * Replaces the thread if it has ended. Must be called periodically.
     *
     * @return false only if the thread has ended and cannot be replaced
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

    /**
     * Returns true if the thread was started and is not running now: its owner is closed, or it ended and was not
     * replaced.
     */
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
