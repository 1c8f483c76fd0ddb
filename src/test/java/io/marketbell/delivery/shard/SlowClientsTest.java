package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.delivery.ClientInfo;
import io.marketbell.delivery.ClientState;
import io.marketbell.delivery.ConnectedClients;
import io.marketbell.delivery.Connection;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.notification.Sample;
import io.marketbell.testkit.delivery.RecordingTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A client that does not read delays no other client, is detected, and is closed in the end. */
class SlowClientsTest extends DeliveryHubFixture {
    /** A late writer takes all that is queued, up to 50, in one write; 50 more fill the queue again. */
    private static final int MORE_THAN_A_WRITE_AND_THE_QUEUE = 150;

    @Test
    void moreStalledClientsThanWritersDoNotDelayOtherClients() {
        start(TestSettings.withSendTimeout(LONG));
        stalledClients(20);
        RecordingTransport healthy = subscribed("alice");

        for (int i = 1; i <= 10; i++) {
            journal.commit(Sample.notice(), Sample.fill("alice"));
            int expected = 2 * i;
            await().until(() -> healthy.offsets().size() == expected);
        }
        assertThat(healthy.closedFor).isNull();
    }

    @Test
    void aClientThatBlocksAWriteTooLongIsClosedAsTooSlow() {
        start(TestSettings.withSendTimeout(Duration.ofMillis(300)));
        List<RecordingTransport> stalled = stalledClients(5);

        journal.commit(Sample.notice());

        stalled.forEach(transport -> await().until(() -> transport.closedFor == DisconnectReason.TOO_SLOW));
    }

    /**
     * Open Liberty never wakes a write on a socket that it has released, and it releases the socket after this call.
     */
    @Test
    void closingAConnectionReleasesItsWriterBeforeReturning() {
        start(TestSettings.withSendTimeout(LONG));
        RecordingTransport transport = new RecordingTransport();
        Connection alice = open("alice", transport);
        subscribe(alice, -1);
        await().until(() -> transport.replies().size() == 1);
        transport.stopReading();
        journal.commit(Sample.notice());
        await().until(transport::isWriting);

        alice.disconnected();

        assertThat(transport.isWriting()).isFalse();
        await().until(() -> hub.connections() == 0);
    }

    private List<RecordingTransport> stalledClients(int count) {
        List<RecordingTransport> stalled = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stalled.add(subscribed("stalled" + i));
            stalled.get(i).stopReading();
        }
        return stalled;
    }

    @Test
    void aClientWithAFullQueueIsClosedAsTooSlowAndLosesNothingDurable() {
        start(TestSettings.withQueue(50, 1 << 20));
        RecordingTransport transport = subscribed("alice");
        transport.stopReading();
        commitFills(MORE_THAN_A_WRITE_AND_THE_QUEUE);
        await().until(() -> transport.closedFor == DisconnectReason.TOO_SLOW);

        RecordingTransport again = new RecordingTransport();
        subscribe(open("alice", again), 0);

        await().until(() -> again.offsets().size() == MORE_THAN_A_WRITE_AND_THE_QUEUE);
    }

    @Test
    void monitoringShowsTheQueueOfEachClientAndItsAge() {
        start(TestSettings.withSendTimeout(LONG));
        RecordingTransport transport = new RecordingTransport();
        Connection alice = open("alice", transport);
        alice.describe(new ClientInfo("premium", ClientInfo.Via.WEBSOCKET, "203.0.113.7"));
        subscribe(alice, -1);
        await().until(() -> transport.replies().size() == 1);
        commitFills(3);
        await().until(() -> transport.deliveries().size() == 3);

        ClientState keepsUp = hub.list().open().get(0);
        assertThat(keepsUp.user()).isEqualTo("alice");
        assertThat(keepsUp.client().tier()).isEqualTo("premium");
        assertThat(keepsUp.since()).isEqualTo(Sample.NOW);
        assertThat(keepsUp.subscriptions()).isEqualTo(1);
        await().untilAsserted(() -> {
            ClientState now = hub.list().open().get(0);
            assertThat(now.messages()).isEqualTo(3);
            assertThat(now.frames()).isGreaterThanOrEqualTo(2);
            assertThat(now.waiting()).isZero();
            assertThat(now.delay()).isZero();
        });

        transport.stopReading();
        await().untilAsserted(() -> {
            // the blocked write may take all of the first ones
            commitFills(1);
            ClientState behind = hub.list().open().get(0);
            assertThat(behind.waiting()).isPositive();
            assertThat(behind.waitingBytes()).isPositive();
            assertThat(behind.delay()).isGreaterThan(Duration.ofMillis(100));
        });
        assertThat(hub.list().users()).isEqualTo(1);
    }

    @Test
    void closedClientsAreListedWithTheirReasonAndQueue() {
        start(TestSettings.withQueue(50, 1 << 20));
        RecordingTransport transport = subscribed("alice");
        transport.stopReading();
        commitFills(MORE_THAN_A_WRITE_AND_THE_QUEUE);
        await().until(() -> hub.connections() == 0);

        ConnectedClients.Listing listing = hub.list();
        assertThat(listing.open()).isEmpty();
        assertThat(listing.users()).isZero();
        assertThat(listing.endings()).containsEntry(DisconnectReason.TOO_SLOW, 1L);
        ClientState closed = listing.closed().get(0);
        assertThat(closed.reason()).isEqualTo(DisconnectReason.TOO_SLOW);
        assertThat(closed.closedAt()).isEqualTo(Sample.NOW);
        assertThat(closed.waiting()).isEqualTo(50);
        assertThat(closed.subscriptions()).isEqualTo(1);
    }

    @Test
    void endingAConnectionThatIsAlreadyClosingInterruptsNoThread() {
        start(TestSettings.withSendTimeout(LONG));
        RecordingTransport transport = new RecordingTransport();
        Connection alice = open("alice", transport);
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        transport.onClose = () -> {
            // as the container does: it reports the end while the socket is closed, on a separate thread
            CompletableFuture.runAsync(alice::disconnected).join();
            interrupted.set(Thread.currentThread().isInterrupted());
        };

        alice.close(DisconnectReason.REVOKED);

        await().until(() -> interrupted.get() != null);
        assertThat(interrupted.get()).isFalse();
        assertThat(hub.figures().cutOffWrites()).isZero();
    }
}
