package io.marketbell.architecture.planted.identity;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Violates: periodic tasks must survive their errors. */
public final class SchedulesWithoutPeriodicTask {
    void start(ScheduledExecutorService timer, Runnable poll) {
        timer.scheduleWithFixedDelay(poll, 1, 1, TimeUnit.SECONDS);
    }
}
