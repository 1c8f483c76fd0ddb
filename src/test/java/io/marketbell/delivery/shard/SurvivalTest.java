package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marketbell.delivery.Connection;
import io.marketbell.delivery.Connection.AcknowledgeOutcome;
import io.marketbell.delivery.DeliveryListener;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.notification.Sample;
import io.marketbell.testkit.delivery.RecordingTransport;
import io.marketbell.thread.ThreadFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** An error, or an interrupt at the wrong moment, ends neither a thread nor the delivery to others. */
class SurvivalTest extends DeliveryHubFixture {
    @Test
    void anInterruptDuringTheCloseDoesNotLeakTheConnection() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        RecordingTransport transport = new RecordingTransport();
        transport.onClose = () -> Thread.currentThread().interrupt();
        Connection connection = subscribe(open("alice", transport), -1);
        await().until(() -> transport.replies().size() == 1);

        connection.close(DisconnectReason.GONE);

        await().until(() -> hub.connections() == 0);
        await().until(() -> hub.figures().routed() == 0);
        delivers();
    }

    @Test
    void anErrorWhileClosingStillUnregistersTheConnection() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        for (int i = 0; i < 5; i++) {
            RecordingTransport transport = new RecordingTransport();
            transport.onClose = () -> {
                throw new StackOverflowError("planted");
            };
            open("user" + i, transport).close(DisconnectReason.GONE);
        }

        await().until(() -> hub.connections() == 0);
        await().until(() -> hub.figures().routed() == 0);
        delivers();
    }

    @Test
    void anErrorInAWriteClosesItsConnectionAndEndsNoWriter() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        List<RecordingTransport> failing = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            RecordingTransport transport = new RecordingTransport();
            transport.onSend = () -> {
                throw new StackOverflowError("planted");
            };
            failing.add(transport);
            subscribe(open("user" + i, transport), -1);
        }

        failing.forEach(transport -> await().until(() -> transport.closedFor == DisconnectReason.FAILED));
        delivers();
        await().until(() -> hub.figures().routed() == 1);
        assertThat(ThreadFaults.counts()).containsKey("delivery to a connection");
    }

    @Test
    void aConnectionThatIsClosedBeforeItsRegistrationIsNotRegisteredAfterwards() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        for (int i = 0; i < 200; i++) {
            open("alice" + i, new RecordingTransport()).close(DisconnectReason.GONE);
        }

        await().until(() -> hub.connections() == 0);
        await().until(() -> hub.figures().routed() == 0);
    }

    @Test
    void anAcknowledgementWaitingForTheDatabaseDelaysNoDeliveryAndIsAnsweredInOrder() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        CountDownLatch database = new CountDownLatch(1);
        ledger.beforeAcknowledging = () -> awaitQuietly(database);
        RecordingTransport transport = new RecordingTransport();
        Connection alice = subscribe(open("alice", transport), -1);
        commitFills(1);
        await().until(() -> transport.offsets().size() == 1);

        alice.acknowledge(1, Object::toString);
        alice.reply("after the acknowledgement");
        alice.acknowledge(1, outcome -> "and once more");
        alice.reply("last");
        commitFills(1);
        await().until(() -> transport.offsets().size() == 2);
        delivers();
        assertThat(transport.replies()).containsExactly("subscribed");

        database.countDown();
        await().until(() -> transport.replies().size() == 5);
        assertThat(transport.replies())
                .containsExactly(
                        "subscribed",
                        new AcknowledgeOutcome.Acknowledged(1).toString(),
                        "after the acknowledgement",
                        "and once more",
                        "last");
    }

    @Test
    void aFailedAcknowledgementIsAnsweredAndLaterOnesAreProcessed() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        ledger.beforeAcknowledging = () -> {
            throw new IllegalStateException("planted");
        };
        RecordingTransport transport = new RecordingTransport();
        Connection alice = subscribe(open("alice", transport), -1);
        Function<AcknowledgeOutcome, String> reply = Object::toString;

        alice.acknowledge(1, reply);
        alice.reply("next");

        await().until(() -> transport.replies().size() == 3);
        assertThat(transport.replies())
                .containsExactly("subscribed", new AcknowledgeOutcome.Unavailable().toString(), "next");
    }

    /** Asserts that more connections than there are writers receive a new notification. */
    private void delivers() {
        RecordingTransport transport = subscribed("healthy");
        int before = transport.offsets().size();
        journal.commit(Sample.fill("healthy"));
        await().until(() -> transport.offsets().size() == before + 1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aReplyThatCannotBeEncodedIsRecordedAndClosesItsConnection() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        ThreadFaults faults = ThreadFaults.of("delivery to a connection");
        long before = faults.count();
        RecordingTransport transport = new RecordingTransport();

        open("alice", transport).subscriptions(all -> {
            throw new IllegalStateException("planted");
        });

        await().until(() -> transport.closedFor != null);
        assertThat(transport.closedFor).isEqualTo(DisconnectReason.FAILED);
        assertThat(faults.count()).isGreaterThan(before);
    }

    @Test
    void anErrorWhileWritingDurableNotificationsLeavesThemUnsent() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        RecordingTransport transport = new RecordingTransport();
        subscribe(open("alice", transport), -1);
        await().until(() -> transport.replies().size() == 1);
        transport.onSend = () -> {
            throw new StackOverflowError("planted");
        };

        commitFills(1);

        await().until(() -> transport.closedFor != null);
        assertThat(ledger.failedTo("alice")).containsExactly(1L);
    }

    @Test
    void aFailedAdmissionDoesNotCountAsAConnectionOfTheUser() {
        start(TestSettings.withConnectionsPerUser(1));
        ledger.beforeStanding = () -> {
            throw new StackOverflowError("planted");
        };
        assertThatThrownBy(() -> open("alice", new RecordingTransport())).isInstanceOf(StackOverflowError.class);
        ledger.beforeStanding = () -> {};

        open("alice", new RecordingTransport());

        assertThat(hub.connections()).isEqualTo(1);
    }

    @Test
    void shuttingDownEndsInTimeAlthoughAShardIsStuck() {
        start(TestSettings.withSendTimeout(LONG));
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        hub.onDelivery(new DeliveryListener() {
            @Override
            public void written(Frame frame, long epochNanos) {}

            @Override
            public void dropped(Loss loss, long count) {
                begun.countDown();
                awaitQuietly(stuck);
            }
        });
        RecordingTransport transport = subscribed("alice");
        transport.stopReading();
        Thread publisher = daemon(() -> {
            while (hub.hasRoom()) {
                hub.publish(List.of(Sample.position("alice", "AAPL")));
            }
        });
        publisher.start();
        awaitQuietly(begun);
        await().until(() -> !hub.hasRoom());

        Thread shutdown = daemon(() -> hub.shutdown(Duration.ofMillis(50)));
        shutdown.start();

        try {
            await().until(() -> !shutdown.isAlive());
        } finally {
            stuck.countDown();
        }
    }

    @Test
    void notificationsForAClosingConnectionAreNotCountedAsDropped() {
        start(TestSettings.withSendTimeout(LONG));
        CountDownLatch closing = new CountDownLatch(1);
        RecordingTransport transport = new RecordingTransport();
        transport.onClose = () -> awaitQuietly(closing);
        Connection leaving = subscribe(open("alice", transport), -1);
        RecordingTransport other = subscribed("alice");
        leaving.close(DisconnectReason.REVOKED);

        commitFills(2);
        await().until(() -> other.offsets().size() == 2);

        assertThat(hub.figures().dropped()).isZero();
        closing.countDown();
    }
}
