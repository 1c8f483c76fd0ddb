package io.marketbell.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PolledWaitTest {
    private final AtomicInteger evaluations = new AtomicInteger();

    private static long in(long seconds) {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void endsWhenTheConditionIsTrue() {
        new PolledWait().until(() -> evaluations.incrementAndGet() == 3, in(60));

        assertThat(evaluations).hasValue(3);
    }

    @Test
    void aConditionIsEvaluatedOnceAfterTheDeadline() {
        new PolledWait().until(() -> evaluations.incrementAndGet() == 3, in(-1));

        assertThat(evaluations).hasValue(1);
    }

    @Test
    void anInterruptedThreadStaysInterrupted() {
        Thread.currentThread().interrupt();

        new PolledWait().until(() -> evaluations.incrementAndGet() == 3, in(60));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(evaluations).hasValue(1);
    }
}
