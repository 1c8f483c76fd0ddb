package io.marketbell.cluster.redis;

import java.util.concurrent.atomic.AtomicLong;

/** Suspends calls after several successive failures, until a probe has succeeded. Thread-safe. */
final class CallBreaker {
    private static final int FAILURES = 5;

    private final AtomicLong suspensions = new AtomicLong();
    private volatile int failed;
    private volatile boolean suspended;

    boolean isSuspended() {
        return suspended;
    }

    /** Records a successful call. A call that began before the suspension does not end it. */
    void succeeded() {
        if (failed != 0) {
            clear();
        }
    }

    private synchronized void clear() {
        if (!suspended) {
            failed = 0;
        }
    }

    /** Records a failed call. Returns whether calls are suspended because of it. */
    synchronized boolean failed() {
        if (suspended || ++failed < FAILURES) {
            return false;
        }
        suspended = true;
        suspensions.incrementAndGet();
        return true;
    }

    /** Ends the suspension. */
    synchronized void resume() {
        failed = 0;
        suspended = false;
    }

    long suspensions() {
        return suspensions.get();
    }
}
