package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.delivery.DeliverySettings;
import io.marketbell.delivery.Frame;
import io.marketbell.notification.Sample;
import io.marketbell.testkit.delivery.RecordingTransport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Published notifications reach the users concerned, by priority. */
class DeliveryHubTest extends DeliveryHubFixture {
    @Test
    void aCriticalNotificationIsWrittenWithoutWaitingForItsBatch() {
        start(TestSettings.withBatchDelay(LONG));
        RecordingTransport transport = subscribed("alice");

        journal.commit(Sample.acceptance("alice"));
        journal.commit(Sample.fill("alice"));

        await().until(() -> transport.offsets().equals(List.of(1L, 2L)));
    }

    @Test
    void aBatchIsFlushedWithItsTenthNotification() {
        start(TestSettings.withBatchDelay(LONG));
        RecordingTransport transport = subscribed("alice");

        for (int i = 0; i < 10; i++) {
            journal.commit(Sample.acceptance("alice"));
        }

        await().until(() -> transport.offsets().size() == 10);
        assertThat(transport.frames.stream().filter(Frame.Data.class::isInstance))
                .hasSize(1);
    }

    @Test
    void aBatchIsFlushedAfterItsDelay() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(20)));
        RecordingTransport transport = subscribed("alice");

        hub.publish(List.of(Sample.price("AAPL")));

        await().until(() -> transport.deliveries().size() == 1);
    }

    @Test
    void aliceNeverReceivesNotificationsForBob() {
        start(DeliverySettings.defaults());
        RecordingTransport alice = subscribed("alice");
        RecordingTransport bob = subscribed("bob");

        journal.commit(Sample.fill("bob"), Sample.fill("alice"));

        await().until(() -> alice.offsets().size() == 1 && bob.offsets().size() == 1);
        assertThat(alice.offsets()).containsExactly(2L);
        assertThat(bob.offsets()).containsExactly(1L);
    }
}
