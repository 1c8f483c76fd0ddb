package io.marketbell.delivery.shard;

import io.marketbell.thread.GuardedTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that process acknowledgements of connections, because the ledger may have to read the database. Each
 * connection has at most one acknowledgement here, see {@link RequestOrder}; the bound exceeds the maximum number of
 * connections of a node.
 */
final class Acknowledgements implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int WAITING = 100_000;
    private static final int ORDERS = 64;

    private final ThreadPoolExecutor threads;
    private final Object[] orders = new Object[ORDERS];

    Acknowledgements(ThreadFactory factory) {
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), factory);
        threads.allowCoreThreadTimeOut(true);
        for (int i = 0; i < ORDERS; i++) {
            orders[i] = new Object();
        }
    }

    /** Returns false if too many acknowledgements wait or delivery is closed. */
    boolean offer(Runnable acknowledgement) {
        try {
            threads.execute(GuardedTask.of("acknowledgement", acknowledgement));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /**
     * Returns a lock. It is held while an acknowledgement of the user is stored and handed over, so that the user's
     * connections are notified of acknowledgements in order.
     */
    Object orderOf(String user) {
        return orders[Math.floorMod(user.hashCode(), ORDERS)];
    }

    int waiting() {
        return threads.getQueue().size();
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
