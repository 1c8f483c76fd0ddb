package io.marketbell.delivery.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunQueueTest {
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final RunQueue<Integer> queue = new RunQueue<>();
    private final Queue<Integer> taken = new ConcurrentLinkedQueue<>();
    private final List<Thread> takers = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        queue.close();
        for (Thread taker : takers) {
            taker.join(TimeUnit.SECONDS.toMillis(10));
        }
    }

    @Test
    void urgentSendersAreFirst() {
        queue.add(1, false);
        queue.add(2, true);
        queue.add(3, false);

        assertThat(List.of(queue.take(0), queue.take(0), queue.take(0))).containsExactly(2, 1, 3);
        assertThat(queue.size()).isZero();
        assertThat(queue.take(0)).isNull();
    }

    @Test
    void concurrentlyAddedSendersAreTakenOnce() throws InterruptedException {
        startTakers(3);
        List<Thread> adders = IntStream.range(0, 4)
                .mapToObj(adder -> new Thread(() ->
                        IntStream.range(0, 25_000).forEach(i -> queue.add(adder * 25_000 + i, i % 7 == 0))))
                .toList();
        adders.forEach(Thread::start);
        for (Thread adder : adders) {
            adder.join();
        }

        await().atMost(30, TimeUnit.SECONDS).until(() -> taken.size() == 100_000);
        assertThat(taken).doesNotHaveDuplicates();
        assertThat(queue.size()).isZero();
    }

    @Test
    void eachAddedSenderWakesAnIdleThread() {
        startTakers(2);
        for (int i = 0; i < 2_000; i++) {
            queue.add(i, false);
            int expected = i + 1;
            await().pollInSameThread()
                    .pollDelay(0, TimeUnit.MILLISECONDS)
                    .pollInterval(20, TimeUnit.MICROSECONDS)
                    .atMost(10, TimeUnit.SECONDS)
                    .until(() -> taken.size() == expected);
        }
    }

    @Test
    void addReturnsWhetherAnIdleThreadWasWoken() {
        assertThat(queue.add(1, false)).isFalse();
        startTakers(1);
        await().until(() -> queue.size() == 0 && takers.get(0).getState() == Thread.State.TIMED_WAITING);

        assertThat(queue.add(2, false)).isTrue();
    }

    @Test
    void aLateInterruptDoesNotEndTheWaitingThread() {
        startTakers(1);
        takers.get(0).interrupt();
        queue.add(1, false);

        await().until(() -> taken.size() == 1);
    }

    @Test
    void closingReleasesTheWaitingThreads() throws InterruptedException {
        startTakers(3);
        queue.close();
        for (Thread taker : takers) {
            taker.join(TimeUnit.SECONDS.toMillis(10));
            assertThat(taker.isAlive()).isFalse();
        }
    }

    private void startTakers(int count) {
        for (int i = 0; i < count; i++) {
            Thread taker = new Thread(() -> {
                for (Integer next = queue.take(FOR_EVER); next != null; next = queue.take(FOR_EVER)) {
                    taken.add(next);
                }
            });
            takers.add(taker);
            taker.start();
        }
    }
}
