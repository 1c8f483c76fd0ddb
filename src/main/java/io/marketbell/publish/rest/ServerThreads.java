package io.marketbell.publish.rest;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs tasks on the server's threads. While the server stops, those reject tasks: then they run on the calling thread, so
 * that publications that were committed meanwhile are answered.
 */
record ServerThreads(Executor threads) implements Executor {
    @Override
    public void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }
}
