package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.delivery.Connection.Subscribe;
import io.marketbell.delivery.Delivery;
import io.marketbell.delivery.DeliverySettings;
import io.marketbell.delivery.Frame;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationJson.Mark;
import io.marketbell.notification.Sample;
import io.marketbell.subscription.SubscriptionFilter;
import io.marketbell.testkit.delivery.RecordingTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * A client that connects late, or again, misses nothing: it receives history, last values, and then live notifications.
 */
class ResumingTest extends DeliveryHubFixture {
    @Test
    void resumingDeliversTheHistoryInOrderBetweenItsEvents() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        commitFills(5);
        RecordingTransport transport = new RecordingTransport();
        subscribe(open("alice", transport), 2);

        await().until(() -> transport.statuses().size() == 2);
        assertThat(transport.offsets()).containsExactly(3L, 4L, 5L);
        assertThat(transport.statuses()).containsExactly(new Frame.Status.Resuming(2), new Frame.Status.Resumed(5));
        assertThat(transport.frames.get(1)).isEqualTo(new Frame.Status.Resuming(2));
        assertThat(transport.frames.get(transport.frames.size() - 1)).isEqualTo(new Frame.Status.Resumed(5));
    }

    @Test
    void resumingDuringPublicationLeavesNoGapsAndNoDuplicates() throws Exception {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        commitFills(3_000);
        Thread publisher = new Thread(() -> commitFills(3_000));
        publisher.start();
        List<RecordingTransport> transports = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            transports.add(new RecordingTransport());
            subscribe(open("alice", transports.get(i)), 100 * i);
        }
        publisher.join();

        for (int i = 0; i < 3; i++) {
            RecordingTransport transport = transports.get(i);
            int expected = 6_000 - 100 * i;
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> transport.offsets().size() >= expected);
            assertThat(transport.offsets())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(100L * i + 1, 6_000).boxed().toList());
            assertThat(transport.overlapped).isFalse();
            assertThat(transport.closedFor).isNull();
        }
    }

    @Test
    void notificationsThatMayHaveBeenSentAreMarkedAsRedelivered() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        RecordingTransport first = subscribed("alice");
        commitFills(2);
        await().until(() -> first.offsets().size() == 2);
        exchangeClosed(first);
        commitFills(1);

        RecordingTransport second = new RecordingTransport();
        subscribe(open("alice", second), 0);

        await().until(() -> second.offsets().size() == 3);
        assertThat(second.deliveries())
                .extracting(Delivery::mark)
                .containsExactly(Mark.REDELIVERED, Mark.REDELIVERED, Mark.FRESH);
    }

    private void exchangeClosed(RecordingTransport transport) {
        hub.revoke(Set.of("key of alice"));
        await().until(() -> transport.closedFor != null && hub.connections() == 0);
    }

    @Test
    void anOffsetOfAnotherLogStartsFromTheBeginning() {
        start(DeliverySettings.defaults());
        commitFills(2);
        RecordingTransport beyond = new RecordingTransport();
        subscribe(open("alice", beyond), 900);
        RecordingTransport otherEpoch = new RecordingTransport();
        open("alice", otherEpoch)
                .subscribe(new Subscribe(SubscriptionFilter.EVERYTHING, false, 1, "e0"), outcome -> "subscribed");

        for (RecordingTransport transport : List.of(beyond, otherEpoch)) {
            await().until(() -> transport.statuses().size() == 3);
            assertThat(((Frame.Status.Gap) transport.statuses().get(0)).reason())
                    .isEqualTo(Frame.GapReason.RESET);
            assertThat(transport.offsets()).containsExactly(1L, 2L);
        }
    }

    @Test
    void volatileNotificationsAreDeliveredWhileAResumeWaitsForTheDatabase() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        commitFills(2);
        journal.setAvailable(false);
        RecordingTransport transport = new RecordingTransport();
        subscribe(open("alice", transport), 0);
        await().until(() -> !transport.replies().isEmpty());

        hub.publish(List.of(Sample.price("AAPL")));
        await().until(() -> transport.deliveries().size() == 1);
        assertThat(transport.offsets()).isEmpty();

        journal.setAvailable(true);
        await().until(() -> transport.offsets().equals(List.of(1L, 2L)));
    }

    @Test
    void aSnapshotDeliversTheLastValuesBeforeLiveNotifications() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        hub.publish(List.of(
                Sample.price("AAPL", "1"),
                Sample.price("AAPL", "2"),
                Sample.expiring(Sample.price("MSFT"), Duration.ofSeconds(-1)),
                Sample.position("bob", "AAPL")));
        RecordingTransport transport = new RecordingTransport();
        open("alice", transport)
                .subscribe(new Subscribe(SubscriptionFilter.EVERYTHING, true, -1, null), outcome -> "subscribed");
        await().until(() -> transport.deliveries().size() == 2);

        hub.publish(List.of(Sample.price("AAPL", "3")));

        await().until(() -> transport.deliveries().size() == 3);
        assertThat(transport.deliveries().stream().map(Delivery::json))
                .satisfiesExactlyInAnyOrder(
                        json -> assertThat(json).contains("\"price\":\"2\""),
                        json -> assertThat(json).contains("MSFT", "\"stale\":true"),
                        json -> assertThat(json).contains("\"price\":\"3\""));
    }

    @Test
    void aSnapshotLargerThanTheQueueIsSentAtTheClientsPace() {
        start(TestSettings.withQueue(20, 1 << 20));
        List<Notification> prices = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            prices.add(Sample.price("I" + i));
        }
        hub.publish(prices);
        RecordingTransport transport = new RecordingTransport();
        open("alice", transport)
                .subscribe(new Subscribe(SubscriptionFilter.EVERYTHING, true, -1, null), outcome -> "subscribed");

        await().until(() -> transport.deliveries().size() == 500);
        assertThat(transport.closedFor).isNull();
    }
}
