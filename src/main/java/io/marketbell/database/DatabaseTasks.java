package io.marketbell.database;

import io.marketbell.thread.DaemonThreads;
import io.marketbell.thread.GuardedTask;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs database work for threads that must not block. The queue is bounded and rejects further tasks when it is full,
 * so the caller must be able to skip the task or submit it again later.
 */
@ApplicationScoped
public class DatabaseTasks implements Executor {
    private static final int THREADS = 2;
    static final int WAITING = 10_000;

    private final ThreadPoolExecutor threads;

    public DatabaseTasks() {
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING),
                DaemonThreads.named("marketbell-database-task-"));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Never blocks. */
    @Override
    public void execute(Runnable task) {
        threads.execute(GuardedTask.of("database task", task));
    }

    /** Returns the number of queued tasks. */
    public int waiting() {
        return threads.getQueue().size();
    }

    @PreDestroy
    void stop() {
        threads.shutdown();
    }
}
