package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.delivery.Connection;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.ThreadHeartbeat;
import io.marketbell.notification.Sample;
import io.marketbell.testkit.delivery.RecordingTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every long-lived thread of delivery ends once, or is interrupted, and delivery recovers. */
class LostThreadTest extends DeliveryHubFixture {
    /** Two shards, two writers, their supervisor, the batch timer, the liveness checks. */
    private static final int THREADS = 7;

    private static final Duration BATCH = Duration.ofMillis(5);

    private final List<Thread> made = new CopyOnWriteArrayList<>();
    private volatile boolean exhausted;

    /** Creates threads, of which those with these numbers end as soon as they are started, as if killed. */
    private ThreadFactory killing(Set<Integer> numbers) {
        return task -> {
            if (exhausted) {
                throw new OutOfMemoryError("planted: unable to create native thread");
            }
            Thread thread = daemon(numbers.contains(made.size()) ? () -> {} : task);
            made.add(thread);
            return thread;
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void anEndedThreadIsReplacedAndDeliveryWorks(int killed) {
        start(TestSettings.withBatchDelay(BATCH), killing(Set.of(killed)));
        await().until(() -> !made.get(killed).isAlive());

        assertThat(hub.heartbeats()).hasSize(THREADS).noneMatch(ThreadHeartbeat.Reading::ended);

        await().untilAsserted(
                        () -> assertThat(made.stream().filter(Thread::isAlive)).hasSize(THREADS));
        delivers();
    }

    @Test
    void everyThreadSurvivesAnInterrupt() {
        start(TestSettings.withBatchDelay(BATCH), killing(Set.of()));
        delivers();

        List.copyOf(made).forEach(Thread::interrupt);

        delivers();
        assertThat(hub.heartbeats()).noneMatch(ThreadHeartbeat.Reading::ended);
    }

    @Test
    void allFastWritersEndAndAreReplaced() {
        start(TestSettings.withBatchDelay(BATCH), killing(Set.of(2, 3)));

        delivers();
    }

    @Test
    void aThreadThatCannotBeReplacedIsReportedAsEndedUntilReplaced() {
        start(TestSettings.withBatchDelay(BATCH), killing(Set.of(0, 2)));
        exhausted = true;
        await().until(() -> made.stream().filter(thread -> !thread.isAlive()).count() >= 1);
        await().untilAsserted(() -> assertThat(hub.heartbeats())
                .filteredOn(ThreadHeartbeat.Reading::ended)
                .extracting(ThreadHeartbeat.Reading::name)
                .contains("dispatcher 1"));

        exhausted = false;

        await().until(() -> hub.heartbeats().stream().noneMatch(ThreadHeartbeat.Reading::ended));
        delivers();
    }

    /**
     * Asserts delivery by each shard and writer, with the delay of a full batch, and the close of a connection whose
     * token expires.
     */
    private void delivers() {
        for (String user : List.of("alice", "bob", "carol", "dave")) {
            RecordingTransport transport = new RecordingTransport();
            Connection connection = subscribe(open(user, transport), -1);
            await().until(() -> transport.replies().size() == 1);
            journal.commit(Sample.acceptance(user));
            await().until(() -> transport.offsets().size() == 1);
            connection.renew("token", now.minusSeconds(1));
            await().until(() -> transport.closedFor == DisconnectReason.TOKEN_EXPIRED);
        }
    }

    @Test
    void aSlowWriterThatCouldNotBeStartedIsIgnoredOnceItIsNotNeeded() {
        start(TestSettings.withSendTimeout(LONG), killing(Set.of()));
        List<RecordingTransport> stalled = new ArrayList<>();
        stall(stalled);
        await().until(stalled.get(0)::isWriting);
        exhausted = true;
        await().until(() -> {
            stall(stalled);
            return hub.heartbeats().stream().anyMatch(ThreadHeartbeat.Reading::ended);
        });

        stalled.forEach(RecordingTransport::readOn);

        await().until(() ->
                stalled.stream().allMatch(transport -> transport.replies().size() == 1));
        await().until(() -> hub.heartbeats().stream().noneMatch(ThreadHeartbeat.Reading::ended));
    }

    /** Adds a client that blocks a slow writer. */
    private void stall(List<RecordingTransport> stalled) {
        RecordingTransport transport = new RecordingTransport(false);
        transport.stopReading();
        stalled.add(transport);
        open("slow" + stalled.size(), transport).reply("held");
    }
}
