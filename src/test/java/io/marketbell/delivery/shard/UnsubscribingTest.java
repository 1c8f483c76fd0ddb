package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.delivery.Connection;
import io.marketbell.delivery.Connection.Subscribe;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.writer.ConnectionSender;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import io.marketbell.notification.Sample;
import io.marketbell.subscription.SubscriptionFilter;
import io.marketbell.testkit.delivery.RecordingTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A removed subscription receives nothing more and does not affect the others. */
class UnsubscribingTest extends DeliveryHubFixture {
    private static final SubscriptionFilter ACCEPTANCES =
            new SubscriptionFilter(Set.of(NotificationType.ORDER_ACCEPTED), Set.of(), Set.of(), Priority.LOW);
    private static final SubscriptionFilter FILLS =
            new SubscriptionFilter(Set.of(NotificationType.ORDER_FILLED), Set.of(), Set.of(), Priority.LOW);

    private final RecordingTransport transport = new RecordingTransport();

    @Test
    void unsubscribingEndsTheResumeBeforeItsReply() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        commitFills(5_000);
        Connection connection = open("alice", transport);
        subscribe(connection, 0);
        unsubscribe(connection, "s1");
        await().until(() -> transport.replies().size() == 2);

        subscribe(connection, -1);
        await().until(() -> transport.replies().size() == 3);
        commitFills(1);
        await().until(() -> transport.offsets().contains(5_001L));

        int reply = transport.frames.indexOf(new Frame.Reply("unsubscribed s1"));
        List<Long> before = transport.offsetsOf(transport.frames.subList(0, reply));
        assertThat(transport.frames.get(reply - 1)).isEqualTo(new Frame.Status.Resumed(before.size()));
        assertThat(before).containsExactlyElementsOf(upTo(before.size()));
        assertThat(transport.offsetsOf(transport.frames.subList(reply, transport.frames.size())))
                .containsExactly(5_001L);
    }

    private static List<Long> upTo(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    @Test
    void aResumeThatEndsEarlyReportsItsOffset() {
        start(TestSettings.withQueue(20, 1 << 20));
        commitFills(5_000);
        transport.stopReading();
        Connection connection = open("alice", transport);
        subscribe(connection, 0);
        await().until(() -> pipeOf("alice").load().waiting() >= 10);
        unsubscribe(connection, "s1");
        awaitSubscriptions(0);
        transport.readOn();
        await().until(() -> transport.replies().size() == 2);

        List<Long> sent = transport.offsets();
        assertThat(sent).hasSizeBetween(10, 100).containsExactlyElementsOf(upTo(sent.size()));
        assertThat(transport.statuses())
                .containsExactly(new Frame.Status.Resuming(0), new Frame.Status.Resumed(sent.size()));
    }

    private void awaitSubscriptions(int count) {
        await().until(() -> connectionsOf("alice").get(0).state().subscriptions() == count);
    }

    private ConnectionSender pipeOf(String user) {
        return connectionsOf(user).get(0).sender();
    }

    @Test
    void otherSubscriptionsReceiveWaitingNotificationsOnceAndInOrder() {
        HeldTasks database = new HeldTasks();
        databaseThreads = database;
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        commitFills(3);
        Connection connection = open("alice", transport);
        connection.subscribe(new Subscribe(FILLS, false, -1, null), outcome -> "subscribed");
        connection.subscribe(new Subscribe(ACCEPTANCES, false, 0, null), outcome -> "subscribed");
        await().until(() -> database.size() == 1);
        journal.commit(Sample.fill("alice"), Sample.acceptance("alice"), Sample.fill("alice"));
        unsubscribe(connection, "s2");
        await().until(() -> transport.replies().size() == 3);
        journal.commit(Sample.fill("alice"));

        await().until(() -> {
            database.runAll();
            return transport.offsets().size() == 3;
        });
        journal.commit(Sample.fill("alice"));
        await().until(() -> transport.offsets().size() == 4);
        assertThat(transport.offsets()).containsExactly(4L, 6L, 7L, 8L);
        assertThat(transport.statuses()).containsExactly(new Frame.Status.Resuming(0), new Frame.Status.Resumed(0));
    }

    @Test
    void repeatedSubscribingAndUnsubscribingLeaksNothing() {
        HeldTasks database = new HeldTasks();
        databaseThreads = database;
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        commitFills(3);
        Connection connection = open("alice", transport);
        connection.subscribe(new Subscribe(FILLS, false, 0, null), outcome -> "subscribed");
        for (int i = 2; i <= 300; i++) {
            subscribe(connection, 0);
            unsubscribe(connection, "s" + i);
        }
        unsubscribe(connection, "s1");
        await().until(() -> transport.replies().size() == 600);
        assertThat(database.size()).as("reads that wait for the database").isEqualTo(1);

        database.runAll();
        subscribe(connection, 2);
        await().until(() -> {
            database.runAll();
            return transport.offsets().equals(List.of(3L));
        });
        assertThat(transport.statuses())
                .containsExactly(
                        new Frame.Status.Resuming(0),
                        new Frame.Status.Resumed(0),
                        new Frame.Status.Resuming(2),
                        new Frame.Status.Resumed(3));
    }

    @Test
    void theRemainingSnapshotIsDroppedWithItsSubscription() {
        start(TestSettings.withQueue(20, 1 << 20));
        List<Notification> values = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            values.add(Sample.price("I" + i));
        }
        hub.publish(values);
        transport.stopReading();
        Connection connection = open("alice", transport);
        connection.subscribe(new Subscribe(SubscriptionFilter.EVERYTHING, true, -1, null), outcome -> "subscribed");
        awaitSubscriptions(1);
        unsubscribe(connection, "s1");
        awaitSubscriptions(0);
        transport.readOn();
        connection.subscribe(
                new Subscribe(
                        new SubscriptionFilter(
                                Set.of(NotificationType.BROKER_STATUS), Set.of(), Set.of(), Priority.LOW),
                        true,
                        -1,
                        null),
                outcome -> "subscribed");
        await().until(() -> transport.replies().size() == 3);
        hub.publish(List.of(Sample.brokerStatus("alpaca")));

        await().until(() ->
                transport.deliveries().stream().anyMatch(d -> d.json().contains("BROKER_STATUS")));
        assertThat(transport.deliveries()).hasSizeLessThan(50);
    }

    @Test
    void aResumeCancelledBeforeItsStartHidesNoLaterNotifications() {
        HeldTasks database = new HeldTasks();
        databaseThreads = database;
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        Connection connection = open("alice", transport);
        subscribe(connection, Long.MAX_VALUE);
        unsubscribe(connection, "s1");
        subscribe(connection, -1);
        await().until(() -> transport.replies().size() == 3);

        commitFills(2);

        await().until(() -> transport.offsets().equals(List.of(1L, 2L)));
    }

    @Test
    void nothingIsPendingForAClosedConnection() {
        start(TestSettings.withQueue(20, 1 << 20));
        List<Notification> values = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            values.add(Sample.price("I" + i));
        }
        hub.publish(values);
        transport.stopReading();
        Connection alice = open("alice", transport);
        alice.subscribe(new Subscribe(SubscriptionFilter.EVERYTHING, true, -1, null), outcome -> "subscribed");
        await().until(() -> hub.figures().pendingValues() > 400);

        alice.close(DisconnectReason.GONE);

        await().until(() -> hub.figures().pendingValues() == 0);
    }
}
