package io.marketbell.journal.log;

import io.marketbell.journal.JournalUnavailable;
import java.time.Duration;

/**
 * Requests to read the head from the database. Concurrent requests share reads: a read answers every request that was
 * made before it began. Thread-safe.
 */
final class HeadReads {
    /** Bounds the threads that wait. */
    private static final int LARGEST = 500;

    private final Runnable onRequest;
    private long begun;
    private long completed;
    private long wanted;
    private long failures;
    private Throwable failure;
    private int waiting;
    private boolean closed;

    /** @param onRequest runs when a read is needed; must not block */
    HeadReads(Runnable onRequest) {
        this.onRequest = onRequest;
    }

    /** Returns the number of reads that have begun. */
    synchronized long begun() {
        return begun;
    }

    /**
     * Returns when a read has completed that began after the given one.
     *
     * @param read the number of a read, from {@link #begun}
     * @throws JournalUnavailable if the next read fails or takes too long, or too many callers wait
     */
    synchronized void awaitAfter(long read, Duration atMost) {
        if (completed > read) {
            return;
        }
        if (waiting >= LARGEST) {
            throw new JournalUnavailable("too many callers wait for the head of the log", null);
        }
        wanted = Math.max(wanted, read + 1);
        onRequest.run();
        waiting++;
        try {
            long failuresBefore = failures;
            long deadline = System.nanoTime() + atMost.toNanos();
            while (completed <= read) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0 || closed) {
                    throw new JournalUnavailable("the head of the log was not read in time", null);
                }
                if (failures != failuresBefore) {
                    throw new JournalUnavailable("the head of the log cannot be read", failure);
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalUnavailable("interrupted while waiting for the head of the log", e);
        } finally {
            waiting--;
        }
    }

    /** Returns whether a read is requested that has not completed. */
    synchronized boolean arePending() {
        return wanted > completed;
    }

    /** @return the number of the read */
    synchronized long begin() {
        return ++begun;
    }

    synchronized void complete(long read) {
        completed = Math.max(completed, read);
        notifyAll();
    }

    /** Fails all requests that wait. */
    synchronized void fail(Throwable cause) {
        failures++;
        failure = cause;
        wanted = completed;
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
