package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.delivery.Connection;
import io.marketbell.delivery.Connection.Subscribe;
import io.marketbell.delivery.DeliverySettings;
import io.marketbell.delivery.Frame;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import io.marketbell.notification.Sample;
import io.marketbell.subscription.SubscriptionFilter;
import io.marketbell.testkit.delivery.RecordingTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A gap is reported if notifications are missing that are addressed to the user and match the filter. */
class GapTest extends DeliveryHubFixture {
    private static final SubscriptionFilter FILLS =
            new SubscriptionFilter(Set.of(NotificationType.ORDER_FILLED), Set.of(), Set.of(), Priority.LOW);

    private final RecordingTransport transport = new RecordingTransport();

    private static Notification alert(String user) {
        return Sample.of(NotificationType.PRICE_ALERT, "AAPL", null, List.of(user));
    }

    private void resume(SubscriptionFilter filter, long after) {
        open("alice", transport).subscribe(new Subscribe(filter, false, after, null), outcome -> "subscribed");
        await().until(() -> transport.statuses().stream().anyMatch(Frame.Status.Resumed.class::isInstance));
    }

    /** Returns the client's events in order: offsets, and gaps as {@code 10-10}. */
    private List<String> received() {
        List<String> received = new ArrayList<>();
        for (Frame frame : transport.frames) {
            if (frame instanceof Frame.Data data) {
                data.deliveries().forEach(delivery -> received.add("" + delivery.offset()));
            } else if (frame instanceof Frame.Status.Gap gap && gap.reason() == Frame.GapReason.EXPIRED) {
                received.add(gap.from() + "-" + gap.to());
            }
        }
        return received;
    }

    @Test
    void anExpiredNotificationIsReportedAsAGapAtItsPosition() {
        start(DeliverySettings.defaults());
        for (int i = 0; i < 9; i++) {
            journal.commit(Sample.fill("alice"));
        }
        journal.commit(alert("alice"));
        journal.commit(Sample.fill("alice"));
        journal.expire(10L);

        resume(SubscriptionFilter.EVERYTHING, 6);

        assertThat(received()).containsExactly("7", "8", "9", "10-10", "11");
        assertThat(transport.statuses())
                .containsExactly(
                        new Frame.Status.Resuming(6),
                        new Frame.Status.Gap(10, 10, Frame.GapReason.EXPIRED),
                        new Frame.Status.Resumed(11));
    }

    @Test
    void notificationsForOthersOrOutsideTheFilterAreNoGap() {
        start(DeliverySettings.defaults());
        journal.commit(Sample.fill("alice"), alert("alice"), Sample.fill("bob"), Sample.fill("alice"));
        journal.expire(2L, 3L);

        resume(FILLS, 0);

        assertThat(received()).containsExactly("1", "4");
    }

    @Test
    void eachGapIsARangeBetweenSentNotifications() {
        start(DeliverySettings.defaults());
        journal.commit(
                alert("alice"),
                Sample.fill("bob"),
                alert("alice"),
                Sample.fill("alice"),
                alert("alice"),
                Sample.fill("alice"),
                alert("bob"),
                alert("alice"),
                alert("alice"));
        journal.expire(1L, 3L, 5L, 7L, 8L, 9L);

        resume(SubscriptionFilter.EVERYTHING, 0);

        assertThat(received()).containsExactly("1-3", "4", "5-5", "6", "8-9");
    }

    @Test
    void allUnsentOffsetsAreMissingIfExpiryWasNotRecorded() {
        start(DeliverySettings.defaults());
        journal.commit(alert("alice"), Sample.fill("alice"), alert("alice"), alert("alice"), Sample.fill("alice"));
        journal.forget(3, NotificationType.PRICE_ALERT);
        journal.expire(4L);

        resume(SubscriptionFilter.EVERYTHING, 0);

        assertThat(received()).containsExactly("1-1", "2", "3-4", "5");
    }

    @Test
    void unrecordedExpiryOfOtherTypesIsNoGap() {
        start(DeliverySettings.defaults());
        journal.commit(alert("alice"), Sample.fill("alice"), alert("alice"), Sample.fill("alice"));
        journal.forget(3, NotificationType.PRICE_ALERT);

        resume(FILLS, 0);

        assertThat(received()).containsExactly("2", "4");
    }

    @Test
    void manyGapsAreSentAtTheClientsPace() {
        start(TestSettings.withQueue(20, 1 << 20));
        List<Long> alerts = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            alerts.add(journal.commit(alert("alice")).get(0).offset());
            journal.commit(Sample.fill("alice"));
        }
        journal.expire(alerts.toArray(Long[]::new));

        resume(SubscriptionFilter.EVERYTHING, 0);

        assertThat(received()).hasSize(2_000);
        assertThat(transport.closedFor).isNull();
    }

    @Test
    void aLiveSubscriptionReceivesNothingCommittedBeforeTheNodeStarted() {
        journal.commit(Sample.fill("alice"), alert("alice"), Sample.fill("alice"));
        journal.openedAt(3);
        start(DeliverySettings.defaults());
        Connection connection = open("alice", transport);
        subscribe(connection, -1);
        connection.subscribe(
                new Subscribe(
                        new SubscriptionFilter(Set.of(NotificationType.PRICE_ALERT), Set.of(), Set.of(), Priority.LOW),
                        false,
                        0,
                        null),
                outcome -> "subscribed");
        await().until(() -> transport.statuses().stream().anyMatch(Frame.Status.Resumed.class::isInstance));

        assertThat(received()).containsExactly("2");
    }

    @Test
    void aResumeWaitsUntilTheJournalIsKnown() {
        start(TestSettings.withHeartbeat(LONG));
        commitFills(2);
        journal.setKnown(false);
        subscribe(open("alice", transport), 2);
        await().until(() -> transport.replies().size() == 1);
        checkConnections();
        journal.setKnown(true);

        await().until(() -> {
            advance(java.time.Duration.ofSeconds(1));
            return transport.statuses().size() == 2;
        });
        assertThat(transport.statuses()).containsExactly(new Frame.Status.Resuming(2), new Frame.Status.Resumed(2));
    }
}
