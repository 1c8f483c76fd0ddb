package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.delivery.DisconnectReason;
import io.marketbell.testkit.delivery.RecordingTransport;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** After a pause, nothing is written until the node knows that it may. */
class HeldWritesTest extends DeliveryHubFixture {
    private final AtomicBoolean permitted = new AtomicBoolean(true);
    private final AtomicInteger asked = new AtomicInteger();

    private RecordingTransport heldClient() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        hub.writeWhile(() -> {
            asked.incrementAndGet();
            return permitted.get();
        });
        RecordingTransport transport = subscribed("alice");
        permitted.set(false);
        commitFills(2);
        int before = asked.get();
        await().until(() -> asked.get() > before + 2);
        assertThat(transport.offsets()).isEmpty();
        return transport;
    }

    @Test
    void writesContinueWhenTheyArePermitted() {
        RecordingTransport transport = heldClient();

        permitted.set(true);

        await().until(() -> transport.offsets().size() == 2);
    }

    @Test
    void aConnectionThatIsClosedMeanwhileSendsNothingThatWaited() {
        RecordingTransport transport = heldClient();

        hub.closeAll();
        permitted.set(true);

        await().until(() -> transport.closedFor == DisconnectReason.SHUTTING_DOWN);
        assertThat(transport.offsets()).isEmpty();
    }
}
