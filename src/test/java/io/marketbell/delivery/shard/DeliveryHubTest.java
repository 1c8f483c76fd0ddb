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
    void aCriticalOneIsWrittenWithoutWaitingForItsBatch() {
        start(TestSettings.withBatchDelay(LONG));
        RecordingTransport wire = subscribed("alice");

        journal.commit(Sample.acceptance("alice"));
        journal.commit(Sample.fill("alice"));

        await().until(() -> wire.offsets().equals(List.of(1L, 2L)));
    }

    @Test
    void aBatchGoesOutWithItsTenth() {
        start(TestSettings.withBatchDelay(LONG));
        RecordingTransport wire = subscribed("alice");

        for (int i = 0; i < 10; i++) {
            journal.commit(Sample.acceptance("alice"));
        }

        await().until(() -> wire.offsets().size() == 10);
        assertThat(wire.frames.stream().filter(Frame.Data.class::isInstance)).hasSize(1);
    }

    @Test
    void aBatchGoesOutWhenItsTimeIsUp() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(20)));
        RecordingTransport wire = subscribed("alice");

        hub.publish(List.of(Sample.price("AAPL")));

        await().until(() -> wire.deliveries().size() == 1);
    }

    @Test
    void aliceNeverSeesWhatIsAddressedToBob() {
        start(DeliverySettings.defaults());
        RecordingTransport alice = subscribed("alice");
        RecordingTransport bob = subscribed("bob");

        journal.commit(Sample.fill("bob"), Sample.fill("alice"));

        await().until(() -> alice.offsets().size() == 1 && bob.offsets().size() == 1);
        assertThat(alice.offsets()).containsExactly(2L);
        assertThat(bob.offsets()).containsExactly(1L);
    }
}
