package io.marketbell.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.testkit.bus.UnreliableBuses;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WakeUpsTest {
    private final UnreliableBuses buses = new UnreliableBuses();
    private final WakeUps sending = new WakeUps(buses.node(), BusTopic.REVOKED);
    private final WakeUps receiving = new WakeUps(buses.node(), BusTopic.REVOKED);
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final AtomicInteger runs = new AtomicInteger();

    private void runAll() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void actionRunsAfterAMessageOfAnotherNode() {
        receiving.onArrival(tasks::add, runs::incrementAndGet);
        sending.send();
        assertThat(runs).hasValue(0);

        runAll();

        assertThat(runs).hasValue(1);
    }

    @Test
    void messagesThatArriveBeforeTheActionBeginsShareARun() {
        receiving.onArrival(tasks::add, runs::incrementAndGet);
        for (int i = 0; i < 1_000; i++) {
            sending.send();
        }

        assertThat(tasks).hasSize(1);
    }

    @Test
    void messageDuringTheActionCausesAnotherRun() {
        receiving.onArrival(tasks::add, () -> {
            if (runs.incrementAndGet() == 1) {
                sending.send();
            }
        });
        sending.send();
        runAll();

        assertThat(runs).hasValue(2);
    }

    @Test
    void actionRunsAgainAfterAFailureAndAfterARejectedTask() {
        AtomicInteger rejected = new AtomicInteger();
        receiving.onArrival(
                task -> {
                    if (rejected.getAndIncrement() == 0) {
                        throw new RejectedExecutionException("planted");
                    }
                    tasks.add(task);
                },
                () -> {
                    if (runs.incrementAndGet() == 1) {
                        throw new AssertionError("planted");
                    }
                });
        assertThatThrownBy(sending::send).isInstanceOf(RejectedExecutionException.class);
        sending.send();
        runAll();
        sending.send();
        runAll();

        assertThat(runs).hasValue(2);
    }
}
