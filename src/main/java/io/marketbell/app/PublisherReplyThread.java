package io.marketbell.app;

import io.marketbell.thread.GuardedTask;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Executor with one thread that completes publishers' requests, so that their callbacks cannot delay the next commit.
 * Each task is one commit with at least one pending request, which bounds the queue in practice. If the queue is full,
 * the committing thread completes the requests, because a response must not be lost.
 */
final class PublisherReplyThread implements Executor, AutoCloseable {
    private static final int WAITING = 100_000;

    private final ThreadPoolExecutor thread;

    PublisherReplyThread(ThreadFactory threads) {
        thread = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), threads, (answer, full) -> answer.run());
    }

    @Override
    public void execute(Runnable answer) {
        thread.execute(GuardedTask.of("journal answers", answer));
    }

    /** Returns the number of commits waiting for completion. */
    int waiting() {
        return thread.getQueue().size();
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
