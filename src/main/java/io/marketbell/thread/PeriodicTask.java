package io.marketbell.thread;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A periodic task that keeps running if it throws. Executors silently drop a periodic task that throws, so all periodic
 * tasks are scheduled through this class.
 */
public final class PeriodicTask {
    private final Runnable task;

    public PeriodicTask(String name, Runnable task) {
        this.task = GuardedTask.of(name, task);
    }

    public ScheduledFuture<?> atFixedRate(ScheduledExecutorService timer, long first, long period, TimeUnit unit) {
        return timer.scheduleAtFixedRate(task, first, period, unit);
    }

    public ScheduledFuture<?> withFixedDelay(ScheduledExecutorService timer, long first, long delay, TimeUnit unit) {
        return timer.scheduleWithFixedDelay(task, first, delay, unit);
    }
}
