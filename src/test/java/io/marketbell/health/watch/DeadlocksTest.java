package io.marketbell.health.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class DeadlocksTest {
    private final ReentrantLock one = new ReentrantLock();
    private final ReentrantLock other = new ReentrantLock();
    private final CyclicBarrier both = new CyclicBarrier(2);

    private Thread locker(ReentrantLock first, ReentrantLock second) {
        Thread thread = new Thread(() -> {
            first.lock();
            try {
                both.await();
                second.lockInterruptibly();
                second.unlock();
            } catch (Exception e) {
                // interrupted by the test
            } finally {
                first.unlock();
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void findsDeadlockedThreads() throws Exception {
        Thread left = locker(one, other);
        Thread right = locker(other, one);
        try {
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() ->
                            assertThat(Deadlocks.ofThisProcess().getAsInt()).isEqualTo(2));
        } finally {
            left.interrupt();
            left.join();
            right.join();
        }
        assertThat(Deadlocks.ofThisProcess().getAsInt()).isZero();
    }

    @Test
    void checksAtMostOnceASecond() {
        AtomicInteger looked = new AtomicInteger();
        AtomicLong nanos = new AtomicLong(5);
        Deadlocks deadlocks = new Deadlocks(looked::incrementAndGet, nanos::get);

        for (int i = 0; i < 1_000; i++) {
            assertThat(deadlocks.getAsInt()).isEqualTo(1);
        }
        nanos.addAndGet(1_000_000_000);
        assertThat(deadlocks.getAsInt()).isEqualTo(2);
        assertThat(looked).hasValue(2);
    }
}
