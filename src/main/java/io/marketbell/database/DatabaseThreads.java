package io.marketbell.database;

import io.marketbell.thread.DaemonThreads;
import io.marketbell.thread.NonBlocking;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The threads that run database work while their callers wait. A caller may be interrupted, which is how the timeout of
 * MicroProfile Fault Tolerance works; a thread that works in H2 must never be interrupted, because H2 then closes its
 * file.
 *
 * <p>Callers end their wait themselves. The server's timeouts run on its request threads, so they fire late when every
 * request thread waits for the database.
 */
final class DatabaseThreads {
    private final ThreadPoolExecutor threads;

    /**
     * @param width the maximum number of concurrent tasks
     * @param queue the maximum number of queued tasks
     */
    DatabaseThreads(int width, int queue) {
        threads = new ThreadPoolExecutor(
                width,
                width,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(queue),
                DaemonThreads.named("marketbell-database-"));
        // no shutdown needed: idle threads end by themselves
        threads.allowCoreThreadTimeOut(true);
    }

    /** Runs the work and waits for its result. Work that has not started when the wait times out is never started. */
    <T> T run(Supplier<T> work, Duration patience) {
        assert NonBlocking.mayWait("the database");
        Future<T> answer;
        try {
            answer = threads.submit(work::get);
        } catch (RejectedExecutionException e) {
            throw new DatabaseUnavailable.Overloaded(e);
        }
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw new DatabaseUnavailable.TimedOut(e);
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable.TimedOut(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new DatabaseUnavailable("the database task failed", e.getCause());
        }
    }
}
