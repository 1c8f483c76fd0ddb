package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.delivery.ThreadHeartbeat;
import io.marketbell.delivery.writer.WriterThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThreadHeartbeatTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final AtomicLong nanos = new AtomicLong(1_000);
    private final CountDownLatch release = new CountDownLatch(1);

    private void later(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aStuckDispatcherIsReportedAsSilentAndAnIdleOneIsNot() {
        Shard shard = new Shard(new LastValues(10, 1 << 20), nanos::get, Thread::new);
        shard.start();
        later(Duration.ofHours(1));
        assertThat(shard.heartbeat("dispatcher").silence()).isZero();

        CountDownLatch begun = new CountDownLatch(1);
        shard.execute(() -> {
            begun.countDown();
            awaitQuietly(release);
        });
        awaitQuietly(begun);
        later(Duration.ofSeconds(40));
        assertThat(shard.heartbeat("dispatcher").silence()).isCloseTo(Duration.ofSeconds(40), Duration.ofMillis(1));
        assertThat(shard.heartbeat("dispatcher").ended()).isFalse();

        release.countDown();
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(shard.heartbeat("dispatcher").silence()).isZero());
        shard.close();
    }

    @Test
    void aDispatcherSurvivesAnError() throws InterruptedException {
        Shard shard = new Shard(new LastValues(10, 1 << 20), nanos::get, Thread::new);
        shard.start();
        shard.execute(() -> {
            throw new StackOverflowError("planted");
        });
        CountDownLatch next = new CountDownLatch(1);
        shard.execute(next::countDown);

        assertThat(next.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(shard.heartbeat("dispatcher").ended()).isFalse();
        shard.close();
    }

    @Test
    void aGroupOfThreadsIsReportedAsSilentOnlyWhileWorkIsWaiting() {
        ThreadHeartbeat lane = new ThreadHeartbeat(nanos::get);
        lane.observe(false);
        later(Duration.ofHours(1));
        assertThat(lane.of("writers").silence()).isZero();

        lane.observe(true);
        later(Duration.ofSeconds(5));
        lane.observe(true);
        later(Duration.ofSeconds(5));
        assertThat(lane.of("writers").silence()).isCloseTo(Duration.ofSeconds(10), Duration.ofMillis(1));

        lane.beat();
        assertThat(lane.of("writers").silence()).isLessThan(Duration.ofMillis(1));
    }

    @Test
    void writersAndTheirSupervisorHaveHeartbeats() {
        WriterThreads writers = new WriterThreads(TestSettings.withSendTimeout(SOON), nanos::get, Thread::new);
        writers.start();
        List<ThreadHeartbeat.Reading> heartbeats = writers.heartbeats();
        assertThat(heartbeats)
                .extracting(ThreadHeartbeat.Reading::name)
                .containsExactly("writers", "slow writers", "writers' supervisor");
        assertThat(heartbeats).noneMatch(ThreadHeartbeat.Reading::ended);

        writers.close();
        await().atMost(SOON).until(() -> writers.heartbeats().get(2).ended());
    }
}
