package io.marketbell.database;

import io.marketbell.thread.GuardedTask;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs what threads that must not wait have to do in the database. Bounded: what finds no room is rejected, so the caller
 * must be able to do without it, or have it done again later.
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
                DatabaseThreads.named("marketbell-database-task-"));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Never waits. */
    @Override
    public void execute(Runnable task) {
        threads.execute(GuardedTask.of("database task", task));
    }

    /** How many wait for a thread. */
    public int waiting() {
        return threads.getQueue().size();
    }

    @PreDestroy
    void stop() {
        threads.shutdown();
    }
}
