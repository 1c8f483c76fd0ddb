package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.delivery.Connection;
import io.marketbell.delivery.Connection.Subscribe;
import io.marketbell.delivery.DeliveryHub.Admission;
import io.marketbell.delivery.DeliverySettings;
import io.marketbell.delivery.Frame;
import io.marketbell.subscription.SubscriptionFilter;
import io.marketbell.testkit.delivery.RecordingTransport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The database was restored while clients are connected: each receives a RESET, because its offsets are invalid. */
class LogResetTest extends DeliveryHubFixture {
    private static final DeliverySettings QUICK = TestSettings.withBatchDelay(Duration.ofMillis(1));

    @Test
    void everyConnectedClientGetsAResetAndThenNewNotificationsWithTheSameOffsets() {
        start(QUICK);
        RecordingTransport alice = subscribed("alice");
        RecordingTransport bob = subscribed("bob");
        commitFills(3);
        await().until(() -> alice.offsets().size() == 3);

        journal.restore(1, "e2");
        commitFills(2);

        await().until(() -> alice.offsets().equals(List.of(1L, 2L, 3L, 2L, 3L)));
        await().until(() -> !bob.statuses().isEmpty());
        for (RecordingTransport transport : List.of(alice, bob)) {
            assertThat(transport.statuses()).containsExactly(new Frame.Status.Gap(3, 1, Frame.GapReason.RESET, "e2"));
        }
        assertThat(alice.frames.indexOf(alice.statuses().get(0)))
                .as("between the notifications of the two logs")
                .isBetween(1, alice.frames.size() - 2);
    }

    @Test
    void writesOfTheOldLogDoNotCountAsSentInTheNewLog() {
        start(QUICK);
        RecordingTransport transport = new RecordingTransport();
        Connection connection = subscribe(open("alice", transport), -1);
        await().until(() -> transport.replies().size() == 1);
        commitFills(3);
        await().until(() -> transport.offsets().size() == 3);
        journal.restore(0, "e2");
        await().until(() -> !transport.statuses().isEmpty());

        connection.answered();
        commitFills(1);
        await().until(() -> transport.offsets().size() == 4);
        connection.answered();

        await().until(() -> !ledger.sentTo("alice").isEmpty());
        assertThat(ledger.sentTo("alice")).containsExactly(1L);
    }

    @Test
    void aResumeInProgressRestartsFromTheBeginningAndEnds() {
        start(QUICK);
        commitFills(5);
        RecordingTransport transport = new RecordingTransport();
        journal.setAvailable(false);
        subscribe(open("alice", transport), 4);
        await().until(() -> !transport.replies().isEmpty());
        journal.restore(2, "e2");
        journal.setAvailable(true);

        await().until(() -> transport.statuses().contains(new Frame.Status.Resumed(2)));
        assertThat(transport.statuses())
                .containsExactly(
                        new Frame.Status.Gap(5, 2, Frame.GapReason.RESET, "e2"),
                        new Frame.Status.Gap(4, 2, Frame.GapReason.RESET),
                        new Frame.Status.Resuming(0),
                        new Frame.Status.Resumed(2));
        assertThat(transport.offsets()).containsExactly(1L, 2L);
        commitFills(1);
        await().until(() -> transport.offsets().equals(List.of(1L, 2L, 3L)));
    }

    @Test
    void aClientThatResumesAfterwardsCompletes() {
        start(QUICK);
        commitFills(5);
        RecordingTransport first = subscribed("alice");
        journal.restore(2, "e2");
        await().until(() -> !first.statuses().isEmpty());

        RecordingTransport transport = new RecordingTransport();
        open("alice", transport)
                .subscribe(new Subscribe(SubscriptionFilter.EVERYTHING, false, 4, "e1"), outcome -> "subscribed");

        await().until(() -> transport.statuses().contains(new Frame.Status.Resumed(2)));
        assertThat(transport.offsets()).containsExactly(1L, 2L);
    }

    @Test
    void aStartedResumeRestartsAndIsNotReportedAsEndedBefore() {
        start(TestSettings.withQueue(20, 1 << 20));
        commitFills(100);
        RecordingTransport transport = new RecordingTransport();
        transport.stopReading();
        subscribe(open("alice", transport), 0);
        await().until(() -> hub.list().open().get(0).waiting() >= 10);

        journal.restore(2, "e2");
        await().until(() -> hub.figures().backlog() == 0);
        transport.readOn();

        await().until(() -> transport.statuses().contains(new Frame.Status.Resumed(2)));
        assertThat(transport.statuses())
                .containsExactly(
                        new Frame.Status.Resuming(0),
                        new Frame.Status.Gap(100, 2, Frame.GapReason.RESET, "e2"),
                        new Frame.Status.Gap(0, 2, Frame.GapReason.RESET),
                        new Frame.Status.Resuming(0),
                        new Frame.Status.Resumed(2));
    }

    @Test
    void aClientAdmittedWhileTheLogIsReplacedGetsAReset() {
        start(QUICK);
        commitFills(3);
        journal.afterHead = () -> {
            journal.afterHead = () -> {};
            journal.restore(1, "e2");
        };

        Admission.Admitted admitted = (Admission.Admitted) hub.open("alice", "key of alice", new RecordingTransport());

        assertThat(admitted.position().epoch()).isEqualTo("e2");
        assertThat(admitted.position().head()).isEqualTo(1);
    }

    @Test
    void anAcknowledgementOfTheOldLogConfirmsNothingOfTheNewLog() {
        start(QUICK);
        RecordingTransport transport = new RecordingTransport();
        Connection connection = subscribe(open("alice", transport), -1);
        commitFills(3);
        await().until(() -> transport.offsets().size() == 3);
        ledger.beforeAcknowledging = () -> {
            journal.restore(0, "e2");
            commitFills(1);
            await().until(() -> transport.offsets().size() == 4);
        };

        connection.acknowledge(3, outcome -> "acknowledged");

        await().until(() -> transport.replies().contains("acknowledged"));
        assertThat(ledger.sentTo("alice")).isEmpty();
        assertThat(outcomes).isEmpty();
    }
}
