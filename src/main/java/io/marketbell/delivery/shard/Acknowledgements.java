package io.marketbell.delivery.shard;

import io.marketbell.thread.GuardedTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which connections acknowledge: the ledger may have to read the database first. A connection has one
 * acknowledgement here at most, see {@link RequestOrder}; the bound is above the number of connections that a node takes.
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

    /** Returns false where too many wait, or delivery is closed. */
    boolean offer(Runnable acknowledgement) {
        try {
            threads.execute(GuardedTask.of("acknowledgement", acknowledgement));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Held while the user's acknowledgement is booked and handed on, so that what others see of them has their order. */
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
