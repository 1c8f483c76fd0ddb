package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.delivery.Connection;
import io.marketbell.delivery.Connection.AcknowledgeOutcome;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.notification.Sample;
import io.marketbell.testkit.delivery.RecordingTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a notification counts as sent or acknowledged, and the handling of all others. */
class ConfirmationTest extends DeliveryHubFixture {
    @Test
    void sentRequiresAnAnswerOfTheConnection() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        RecordingTransport transport = new RecordingTransport();
        Connection connection = subscribe(open("alice", transport), -1);
        commitFills(2);
        await().until(() -> transport.offsets().size() == 2);
        assertThat(ledger.writtenTo("alice")).containsExactly(1L, 2L);
        assertThat(ledger.sentTo("alice")).isEmpty();

        connection.answered();

        await().until(() -> ledger.sentTo("alice").equals(java.util.Set.of(1L, 2L)));
        assertThat(outcomes).contains("SENT 1 alice", "SENT 2 alice");
    }

    @Test
    void aClientIsPingedForUnconfirmedNotifications() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        RecordingTransport transport = subscribed("alice");
        commitFills(1);

        await().until(() -> transport.pings.get() == 1);
    }

    @Test
    void acknowledgingIsCumulativeAndSentToTheUsersOtherConnections() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        RecordingTransport phone = new RecordingTransport();
        Connection onPhone = subscribe(open("alice", phone), -1);
        RecordingTransport desk = subscribed("alice");
        commitFills(3);
        await().until(() -> phone.offsets().size() == 3 && desk.offsets().size() == 3);

        onPhone.acknowledge(2, outcome -> outcome.toString());

        await().until(() -> desk.statuses().contains(new Frame.Status.Acked(2)));
        assertThat(phone.statuses()).isEmpty();
        assertThat(outcomes).contains("ACKED 0..2 alice", "SENT 1 alice");
        assertThat(hub.acknowledge("alice", 9)).isEqualTo(new AcknowledgeOutcome.BeyondSent(3));
    }

    @Test
    void theOnlyNodeRejectsAnAcknowledgementAboveTheHeadWithoutTheDatabase() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        RecordingTransport transport = subscribed("alice");
        commitFills(1);
        await().until(() -> transport.offsets().size() == 1);
        journal.setAvailable(false);

        assertThat(hub.acknowledge("alice", 2)).isEqualTo(new AcknowledgeOutcome.BeyondSent(1));
    }

    @Test
    void acknowledgementsOfOtherNodesAreSentToAllConnectionsOnce() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        RecordingTransport phone = subscribed("alice");
        RecordingTransport desk = subscribed("alice");
        RecordingTransport bobs = subscribed("bob");
        commitFills(3);
        await().until(() -> phone.offsets().size() == 3 && desk.offsets().size() == 3);

        hub.acknowledgedElsewhere(Map.of("alice", 2L));
        await().until(() -> desk.statuses().size() == 1);
        hub.acknowledgedElsewhere(Map.of("alice", 1L));
        hub.acknowledgedElsewhere(Map.of("alice", 3L));

        await().until(() -> desk.statuses().size() == 2 && phone.statuses().size() == 2);
        assertThat(desk.statuses()).containsExactly(new Frame.Status.Acked(2), new Frame.Status.Acked(3));
        assertThat(phone.statuses()).isEqualTo(desk.statuses());
        assertThat(bobs.statuses()).isEmpty();
        // written before, so the acknowledgement is the response to them
        assertThat(outcomes).contains("SENT 1 alice", "SENT 3 alice");
    }

    @Test
    void fiveFailedWritesGiveUpOneNotificationAndContinueWithTheRest() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        journal.commit(Sample.fill("alice"));
        for (int i = 0; i < 5; i++) {
            RecordingTransport broken = new RecordingTransport();
            broken.breakDown();
            subscribe(open("alice", broken), 0);
            await().until(() -> broken.closedFor == DisconnectReason.GONE);
        }
        journal.commit(Sample.fill("alice"));
        RecordingTransport transport = new RecordingTransport();
        subscribe(open("alice", transport), 0);

        await().until(() -> transport.offsets().equals(List.of(2L)));
    }

    @Test
    void aWriteToOneOfSixConnectionsCountsAsDelivered() {
        start(TestSettings.withConnectionsPerUser(6));
        RecordingTransport healthy = new RecordingTransport();
        Connection onDesk = subscribe(open("alice", healthy), -1);
        List<RecordingTransport> broken = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            broken.add(subscribed("alice"));
            broken.get(i).breakDown();
        }
        journal.commit(Sample.fill("alice"));

        await().until(() -> broken.stream().allMatch(transport -> transport.closedFor == DisconnectReason.GONE));
        await().until(() -> healthy.offsets().equals(List.of(1L)));
        assertThat(outcomes).noneMatch(outcome -> outcome.startsWith("GIVEN UP"));
        assertThat(hub.figures().failedWrites()).isEqualTo(1);
        assertThat(ledger.failedTo("alice")).containsExactly(1L);

        onDesk.answered();

        await().until(() -> hub.figures().failedWrites() == 0);
        RecordingTransport again = new RecordingTransport();
        subscribe(open("alice", again), 0);
        await().until(() -> again.offsets().equals(List.of(1L)));
    }

    /** As over Server-Sent Events. */
    @Test
    void noUnconfirmedWritesAreKeptForAClientThatCannotAnswer() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        RecordingTransport stream = new RecordingTransport(false);
        Connection connection = subscribe(open("alice", stream), -1);
        commitFills(20);
        await().until(() -> stream.offsets().size() == 20);

        connection.answered();
        hub.acknowledge("alice", 20);

        await().until(() -> outcomes.contains("ACKED 0..20 alice"));
        assertThat(outcomes).containsExactly("ACKED 0..20 alice");
        assertThat(ledger.writtenTo("alice")).hasSize(20);
    }
}
