package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.testkit.delivery.RecordingTransport;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** If this node ends, everything from the lowest waiting offset on may have been sent. */
class LowestUnwrittenTest extends DeliveryHubFixture {
    @Test
    void nothingWaits() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        RecordingTransport transport = subscribed("alice");
        commitFills(2);
        await().until(() -> transport.offsets().size() == 2);

        assertThat(hub.lowestUnwritten()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aLiveNotificationWaitsInABatch() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        RecordingTransport transport = subscribed("alice");
        transport.stopReading();
        commitFills(1);
        await().until(() -> hub.lowestUnwritten() == Long.MAX_VALUE);
        commitFills(2);

        assertThat(hub.lowestUnwritten())
                .as("the ledger knows the first one, which is being written")
                .isEqualTo(2);
        transport.readOn();
        await().until(() -> hub.lowestUnwritten() == Long.MAX_VALUE);
    }

    @Test
    void aResumeWaitsForItsPageAndThenForItsClient() {
        HeldTasks reads = new HeldTasks();
        databaseThreads = reads;
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        commitFills(5);
        RecordingTransport transport = subscribed("alice");
        transport.stopReading();
        subscribe(connectionsOf("alice").get(0), 2);
        await().until(() -> reads.size() == 1);
        assertThat(hub.lowestUnwritten()).isZero();

        reads.runAll();

        assertThat(hub.lowestUnwritten()).isEqualTo(3);
        transport.readOn();
        await().until(() -> hub.lowestUnwritten() == Long.MAX_VALUE);
        assertThat(transport.offsets()).containsExactly(3L, 4L, 5L);
    }
}
