package io.marketbell.delivery.shard;

import io.marketbell.thread.ThreadFaults;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Keeps the requests of one connection, and therefore their replies, in order although other threads process some of
 * them: while one is being processed elsewhere, later requests wait here. Bounded. Requests must be submitted by one
 * thread at a time.
 */
final class RequestOrder {
    /** Exceeds the number of frames that the frame limits admit during the longest wait for the database. */
    static final int WAITING = 4_096;

    private static final ThreadFaults FAULTS = ThreadFaults.of("request of a connection");

    private record Waiting(Runnable request, boolean elsewhere) {}

    private final Queue<Waiting> waiting = new ArrayDeque<>(0);
    private boolean busy;

    /**
     * Runs a request immediately, or later on the thread that calls {@link #done}.
     *
     * @return false if too many requests wait; the request is not run
     */
    boolean submit(Runnable request) {
        return submit(new Waiting(request, false));
    }

    /**
     * As {@link #submit}, for a request that is only started here and completes on another thread. No other request is
     * run until {@link #done} is called. {@link #done} must be called exactly once, also after a failure. If the start
     * throws, the request counts as done.
     */
    boolean submitElsewhere(Runnable request) {
        return submit(new Waiting(request, true));
    }

    private boolean submit(Waiting next) {
        synchronized (this) {
            if (busy) {
                return waiting.size() < WAITING && waiting.add(next);
            }
            busy = next.elsewhere;
        }
        boolean begun = begin(next);
        if (next.elsewhere && !begun) {
            done();
        }
        return true;
    }

    private static boolean begin(Waiting next) {
        try {
            next.request.run();
            return true;
        } catch (Throwable e) {
            FAULTS.record(e);
            return false;
        }
    }

    /**
     * Marks the request that was processed elsewhere as done. Runs the waiting requests, up to the next one that is
     * processed elsewhere.
     */
    void done() {
        for (Waiting next = next(); next != null; next = next()) {
            boolean begun = begin(next);
            if (next.elsewhere && begun) {
                return;
            }
        }
    }

    private synchronized Waiting next() {
        Waiting next = waiting.poll();
        busy = next != null;
        return next;
    }
}
