package io.marketbell.thread;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Waits for a condition that nothing signals, by evaluating it repeatedly. For the end of the server. Instances are
 * created at the start, because this class must be loaded by then: a server that removes an application may delete its
 * file before it stops the application.
 */
public final class PolledWait {
    private static final long PAUSE_MILLIS = 5;

    /**
     * Returns when the condition is true, the time has passed, or the thread is interrupted; it stays interrupted then.
     *
     * @param deadline a value of {@link System#nanoTime}
     */
    public void until(BooleanSupplier condition, long deadline) {
        try {
            while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
