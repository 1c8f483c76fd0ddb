package io.marketbell.database;

import io.marketbell.thread.NonBlocking;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The threads that work inside the database while their callers wait outside. A caller may be interrupted (that is how
 * MicroProfile's timeout works), which must never happen to a thread inside: H2 closes its file.
 *
 * <p>Callers end their wait by themselves: the server's timeouts run on the threads of its requests, so that they come
 * late when it matters, which is when all of these wait for the database.
 */
final class DatabaseThreads {
    private final ThreadPoolExecutor threads;

    /**
     * @param width how many work at once
     * @param queue how many wait for them, at most
     */
    DatabaseThreads(int width, int queue) {
        threads = new ThreadPoolExecutor(
                width, width, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(queue), named("marketbell-database-"));
        // nobody has to stop them: they end when nothing is left to do
        threads.allowCoreThreadTimeOut(true);
    }

    static ThreadFactory named(String prefix) {
        AtomicInteger made = new AtomicInteger();
        ClassLoader loader = DatabaseThreads.class.getClassLoader();
        return action -> {
            Thread thread = new Thread(action, prefix + made.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(loader);
            return thread;
        };
    }

    /** What was not begun when its caller gives up is never begun. */
    <T> T run(Supplier<T> work, Duration patience) {
        assert NonBlocking.mayWait("the database");
        Future<T> answer;
        try {
            answer = threads.submit(work::get);
        } catch (RejectedExecutionException e) {
            throw new DatabaseUnavailable("too many wait for the database", e);
        }
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw new DatabaseTimeout(e);
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new DatabaseTimeout(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new DatabaseUnavailable("asking the database failed", e.getCause());
        }
    }
}
