package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.marketbell.thread.NonBlocking;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which threads wait for a shard whose queue is full, and which never wait. */
class BackpressureTest {
    private final Shard shard = new Shard(new LastValues(10, 1 << 20), System::nanoTime, Thread::new);
    private final CountDownLatch held = new CountDownLatch(1);
    private final AtomicInteger done = new AtomicInteger();

    @BeforeEach
    void fillIt() {
        shard.start();
        CountDownLatch begun = new CountDownLatch(1);
        shard.execute(() -> {
            begun.countDown();
            awaitQuietly(held);
        });
        // only then does it accept nothing more
        awaitQuietly(begun);
        while (shard.hasRoom()) {
            shard.execute(done::incrementAndGet);
        }
    }

    @AfterEach
    void end() {
        held.countDown();
        shard.close();
        assertThat(NonBlocking.takeViolations()).isEmpty();
    }

    @Test
    void enqueueDoesNotWaitWhenTheQueueIsFull() {
        shard.enqueue(done::incrementAndGet);

        assertThat(shard.hasRoom()).isFalse();
    }

    @Test
    void aPublisherWaitsUntilThereIsRoom() throws InterruptedException {
        Thread publisher = new Thread(() -> shard.execute(done::incrementAndGet));
        int before = shard.backlog();
        publisher.start();
        await().until(() -> publisher.getState() == Thread.State.TIMED_WAITING);
        assertThat(shard.backlog()).isEqualTo(before);

        held.countDown();

        publisher.join(10_000);
        await().until(() -> done.get() == before + 1 || shard.backlog() == 0);
        assertThat(publisher.isAlive()).isFalse();
    }

    @Test
    void actionsOfAnInterruptedThreadAreNotLost() throws InterruptedException {
        int before = shard.backlog();
        Thread interrupted = new Thread(() -> {
            Thread.currentThread().interrupt();
            shard.execute(done::incrementAndGet);
        });

        interrupted.start();
        interrupted.join(10_000);

        assertThat(shard.backlog()).isEqualTo(before + 1);
    }

    @Test
    void aShardThatWouldWaitForItselfFailsTheAssertion() {
        assumeTrue(Shard.class.desiredAssertionStatus(), "needs assertions: java -ea");
        CountDownLatch tried = new CountDownLatch(1);
        shard.enqueue(() -> {
            try {
                shard.execute(done::incrementAndGet);
            } finally {
                tried.countDown();
            }
        });
        held.countDown();
        awaitQuietly(tried);

        await().until(() -> !NonBlocking.takeViolations().isEmpty());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
