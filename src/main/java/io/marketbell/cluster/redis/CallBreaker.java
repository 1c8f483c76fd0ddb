package io.marketbell.cluster.redis;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Suspends calls after several successive failures, until a probe has succeeded. Thread-safe. */
final class CallBreaker {
    private static final int FAILURES = 5;

    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicLong suspensions = new AtomicLong();
    private volatile boolean suspended;

    boolean isSuspended() {
        return suspended;
    }

    /** Records a successful call. A call that began before the suspension does not end it. */
    void succeeded() {
        if (failed.get() != 0 && !suspended) {
            failed.set(0);
        }
    }

    /** Records a failed call. Returns whether calls are suspended because of it. */
    boolean failed() {
        if (failed.incrementAndGet() != FAILURES) {
            return false;
        }
        suspended = true;
        suspensions.incrementAndGet();
        return true;
    }

    /** Ends the suspension. */
    void resume() {
        failed.set(0);
        suspended = false;
    }

    long suspensions() {
        return suspensions.get();
    }
}
