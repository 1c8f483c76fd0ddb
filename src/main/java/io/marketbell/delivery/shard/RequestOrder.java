package io.marketbell.delivery.shard;

import io.marketbell.thread.ThreadFaults;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Keeps the requests of one connection, and so their replies, in order, although some of them are worked on by other
 * threads: as long as one is, those behind it wait here. Bounded. Requests are submitted by one thread at a time.
 */
final class RequestOrder {
    /** More than the limits for frames let through in the seconds that a database may take. */
    static final int WAITING = 4_096;

    private static final ThreadFaults FAULTS = ThreadFaults.of("request of a connection");

    private record Waiting(Runnable request, boolean elsewhere) {}

    private final Queue<Waiting> waiting = new ArrayDeque<>(0);
    private boolean busy;

    /**
     * Runs a request at once, or later on the thread that calls {@link #done}.
     *
     * @return false where too many wait: it is not run
     */
    boolean submit(Runnable request) {
        return submit(new Waiting(request, false));
    }

    /**
     * Likewise, for a request that only begins here. No other is run until {@link #done} is called, which must be called
     * once, also where it fails. Where beginning throws, it is over.
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

    /** The request that was worked on elsewhere is over: those behind it are run, up to the next such one. */
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
