package io.marketbell.app;

import io.marketbell.thread.GuardedTask;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The thread that answers publishers, so that nothing they do with an answer holds up the next commit. A task here is a
 * commit, with one unanswered request at least; that bounds the queue in practice. Beyond the bound the committing thread
 * answers itself: an answer must not be lost.
 */
final class JournalAnswers implements Executor, AutoCloseable {
    private static final int WAITING = 100_000;

    private final ThreadPoolExecutor thread;

    JournalAnswers(ThreadFactory threads) {
        thread = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), threads, (answer, full) -> answer.run());
    }

    @Override
    public void execute(Runnable answer) {
        thread.execute(GuardedTask.of("journal answers", answer));
    }

    /** How many commits wait to be answered. */
    int waiting() {
        return thread.getQueue().size();
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
