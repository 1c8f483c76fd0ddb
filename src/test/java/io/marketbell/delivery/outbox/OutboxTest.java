package io.marketbell.delivery.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.delivery.Delivery;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.RoutedNotification;
import io.marketbell.delivery.shard.TestSettings;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationJson.Mark;
import io.marketbell.notification.Priority;
import io.marketbell.notification.Sample;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final long NOW = Sample.NOW.toEpochMilli();
    private static final long SECOND = 1_000_000_000L;

    private final Outbox outbox = new Outbox(TestSettings.withQueue(100, 1 << 20), 0);
    private long offset;

    @Test
    void fillsFollowTheirAcceptance() {
        offer(Sample.acceptance("alice").at(1));
        offer(Sample.fill("alice").at(2));

        assertThat(next()).extracting(Delivery::offset).containsExactly(1L, 2L);
    }

    @Test
    void aCriticalNotificationFlushesTheDurableOnesBeforeIt() {
        offer(Sample.acceptance("alice").at(1));
        assertThat(outbox.isDue()).isFalse();

        offer(Sample.fill("alice").at(2));

        assertThat(outbox.isDue()).isTrue();
        assertThat(outbox.isUrgent()).isTrue();
        assertThat(next()).hasSize(2);
        assertThat(outbox.isUrgent()).isFalse();
    }

    @Test
    void theTenthNotificationFlushesTheBatch() {
        for (int i = 1; i <= 9; i++) {
            offer(Sample.acceptance("alice").at(i));
        }
        assertThat(outbox.isDue()).isFalse();

        offer(Sample.acceptance("alice").at(10));

        assertThat(outbox.isDue()).isTrue();
    }

    @Test
    void volatileNotificationsFollowTheDurableOnesByPriority() {
        offer(Sample.price("AAPL"));
        offer(Sample.brokerStatus("alpaca"));
        offer(Sample.position("alice", "AAPL"));
        offer(Sample.acceptance("alice").at(1));

        assertThat(next())
                .extracting(delivery -> delivery.routed().notification().type().name())
                .containsExactly("ORDER_ACCEPTED", "BROKER_STATUS", "POSITION_UPDATE", "PRICE_UPDATE");
    }

    @Test
    void aNewerPriceReplacesAnOlderOne() {
        offer(Sample.price("AAPL", "585.33"));
        offer(Sample.price("MSFT", "30.10"));

        assertThat(offer(Sample.price("AAPL", "585.34"))).isEqualTo(OfferResult.CONFLATED);

        assertThat(next())
                .extracting(Delivery::json)
                .satisfiesExactly(
                        first -> assertThat(first).contains("585.34"),
                        second -> assertThat(second).contains("30.10"));
    }

    @Test
    void aMoreUrgentValueOfTheSameKeyMovesForward() {
        offer(Sample.price("AAPL", "1"));
        offer(Sample.position("alice", "AAPL"));
        offer(Sample.withPriority(Sample.price("AAPL", "2"), Priority.HIGH));

        assertThat(next())
                .extracting(Delivery::json)
                .satisfiesExactly(
                        first -> assertThat(first).contains("\"price\":\"2\""),
                        second -> assertThat(second).contains("POSITION_UPDATE"));
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void pricesOfDifferentBrokersAreDifferentKeys() {
        offer(Sample.price("AAPL"));
        offer(Sample.of(Sample.price("AAPL").type(), "AAPL", "ibkr", List.of()));

        assertThat(next()).hasSize(2);
    }

    @Test
    void aVolatileNotificationThatExpiresInTheQueueIsNotSent() {
        offer(Sample.expiring(Sample.price("AAPL"), Duration.ofSeconds(-1)));
        offer(Sample.acceptance("alice").at(2));

        assertThat(next()).extracting(Delivery::offset).containsExactly(2L);
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void durableNotificationsThatExpireInTheQueueAreReportedAtTheirPosition() {
        offer(Sample.acceptance("alice").at(1));
        offerExpired(4);
        offerExpired(6);
        outbox.add(new Frame.Status.Acked(1));
        offerExpired(7);
        offer(Sample.acceptance("alice").at(9));
        offerExpired(10);

        assertThat(next()).extracting(Delivery::offset).containsExactly(1L);
        assertThat(status()).isEqualTo(new Frame.Status.Gap(4, 6, Frame.GapReason.EXPIRED));
        assertThat(status()).isEqualTo(new Frame.Status.Acked(1));
        assertThat(status()).isEqualTo(new Frame.Status.Gap(7, 7, Frame.GapReason.EXPIRED));
        assertThat(next()).extracting(Delivery::offset).containsExactly(9L);
        assertThat(status()).isEqualTo(new Frame.Status.Gap(10, 10, Frame.GapReason.EXPIRED));
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(outbox.bytes()).isZero();
    }

    private void offerExpired(long at) {
        offer(Sample.expiring(Sample.acceptance("alice"), Duration.ofSeconds(-1))
                .at(at));
    }

    private Frame status() {
        return outbox.next(NOW, 0, false);
    }

    @Test
    void aLastValueThatExpiresInTheQueueIsSentAsStale() {
        Notification value = Sample.expiring(Sample.price("AAPL"), Duration.ofSeconds(1));
        outbox.offer(new Delivery(new RoutedNotification(value), Mark.FRESH));

        Frame.Data data = (Frame.Data) outbox.next(NOW + 2_000, 0, false);

        assertThat(data.deliveries()).extracting(Delivery::mark).containsExactly(Mark.STALE);
        assertThat(outbox.takeExpired()).isZero();
    }

    @Test
    void aStaleLastValueIsSent() {
        Notification stale = Sample.expiring(Sample.price("AAPL"), Duration.ofSeconds(-1));
        outbox.offer(new Delivery(new RoutedNotification(stale), Mark.STALE));

        assertThat(next()).hasSize(1);
    }

    @Test
    void aboveThreeQuartersLowVolatileNotificationsAreDroppedAndReported() {
        fillDurable(75);

        assertThat(offer(Sample.price("AAPL"))).isEqualTo(OfferResult.DROPPED);
        assertThat(offer(Sample.price("MSFT"))).isEqualTo(OfferResult.DROPPED);
        assertThat(offer(Sample.position("alice", "AAPL"))).isEqualTo(OfferResult.ACCEPTED);
        assertThat(outbox.next(NOW, SECOND, false)).isEqualTo(new Frame.Status.Dropped(2));
        assertThat(outbox.next(NOW, SECOND, false)).isInstanceOf(Frame.Data.class);
    }

    @Test
    void aQueuedPriceIsReplacedEvenWhenNewKeysAreDropped() {
        offer(Sample.price("AAPL", "1"));
        fillDurable(80);

        assertThat(offer(Sample.price("AAPL", "2"))).isEqualTo(OfferResult.CONFLATED);
    }

    @Test
    void aFullQueueRefusesByCount() {
        fillDurable(100);

        assertThat(offer(Sample.fill("alice").at(101))).isEqualTo(OfferResult.FULL);
    }

    @Test
    void aFullQueueRefusesByBytes() {
        Outbox small = new Outbox(TestSettings.withQueue(100, 2_000), 0);
        Notification large = Sample.withBody(Sample.fill("alice"), "{\"note\":\"" + "x".repeat(900) + "\"}");

        assertThat(small.offer(new RoutedNotification(large.at(1)).fresh())).isEqualTo(OfferResult.ACCEPTED);
        assertThat(small.offer(new RoutedNotification(large.at(2)).fresh())).isEqualTo(OfferResult.FULL);
    }

    @Test
    void aFrameContainsTheWholeQueueUpToTheFrameSize() {
        Notification large = Sample.withBody(Sample.acceptance("alice"), "{\"note\":\"" + "x".repeat(10_000) + "\"}");
        for (int i = 1; i <= 20; i++) {
            offer(large.at(i));
        }

        int sent = 0;
        long expectedSeq = 1;
        while (!outbox.isEmpty()) {
            Frame.Data data = (Frame.Data) outbox.next(NOW, 0, false);
            assertThat(data.seq()).isEqualTo(expectedSeq++);
            assertThat(data.deliveries().stream()
                            .mapToInt(d -> d.json().length())
                            .sum())
                    .isLessThanOrEqualTo(64 << 10);
            assertThat(data.deliveries().get(0).offset()).isEqualTo(sent + 1L);
            sent += data.deliveries().size();
        }
        assertThat(sent).isEqualTo(20);
        assertThat(expectedSeq).isEqualTo(5);
    }

    @Test
    void statusEventsKeepTheirPositionAmongDurableNotifications() {
        outbox.add(new Frame.Status.Resuming(4));
        offer(Sample.fill("alice").at(5));
        outbox.add(new Frame.Status.Resumed(5));
        offer(Sample.fill("alice").at(6));

        assertThat(outbox.next(NOW, 0, false)).isEqualTo(new Frame.Status.Resuming(4));
        assertThat(next()).extracting(Delivery::offset).containsExactly(5L);
        assertThat(outbox.next(NOW, 0, false)).isEqualTo(new Frame.Status.Resumed(5));
        assertThat(next()).extracting(Delivery::offset).containsExactly(6L);
    }

    @Test
    void conflationIsReportedOnlyToAClientThatIsBehindAndAtMostOnceASecond() {
        conflateOnce();
        assertThat(outbox.next(NOW, SECOND, false)).isInstanceOf(Frame.Data.class);

        conflateOnce();
        assertThat(outbox.next(NOW, SECOND, true)).isEqualTo(new Frame.Status.Conflated(1));
        next();

        conflateOnce();
        assertThat(outbox.next(NOW, SECOND + SECOND / 2, true)).isInstanceOf(Frame.Data.class);
        conflateOnce();
        assertThat(outbox.next(NOW, 2 * SECOND, true)).isEqualTo(new Frame.Status.Conflated(2));
    }

    @Test
    void repliesAreRefusedForAClientThatSendsRequestsWithoutReading() {
        for (int i = 0; i < 100; i++) {
            assertThat(outbox.add(new Frame.Reply("{}"))).isTrue();
        }
        assertThat(outbox.add(new Frame.Reply("{}"))).isFalse();
    }

    private void conflateOnce() {
        offer(Sample.price("AAPL"));
        offer(Sample.price("AAPL"));
    }

    private void fillDurable(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(offer(Sample.acceptance("alice").at(++offset))).isEqualTo(OfferResult.ACCEPTED);
        }
    }

    private OfferResult offer(Notification notification) {
        return outbox.offer(new RoutedNotification(notification).fresh());
    }

    private List<Delivery> next() {
        return ((Frame.Data) outbox.next(NOW, 0, false)).deliveries();
    }
}
