package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.delivery.DisconnectReason;
import io.marketbell.testkit.delivery.RecordingTransport;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A writer blocked by the server is distinguished from one blocked by a slow client. */
class HeldWriterTest extends DeliveryHubFixture {
    @Test
    void aWriterThatIgnoresAnInterruptIsCountedUntilItReturns() {
        start(TestSettings.withSendTimeout(Duration.ofSeconds(10)));
        CountDownLatch server = new CountDownLatch(1);
        RecordingTransport transport = new RecordingTransport();
        transport.onSend = () -> awaitWhateverComes(server);
        open("alice", transport).reply("held");
        await().until(transport::isWriting);
        advance(Duration.ofSeconds(11));
        await().until(() -> hub.figures().cutOffWrites() == 1);
        assertThat(hub.figures().heldWriters()).isZero();

        advance(Duration.ofSeconds(2));
        assertThat(hub.figures().heldWriters()).isEqualTo(1);

        server.countDown();
        await().until(() -> hub.figures().heldWriters() == 0);
        await().until(() -> transport.closedFor == DisconnectReason.TOO_SLOW);
    }

    private static void awaitWhateverComes(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // like the server does with a write on a socket that it has released
            }
        }
    }
}
