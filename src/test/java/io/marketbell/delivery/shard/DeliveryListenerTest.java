package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.delivery.Delivery;
import io.marketbell.delivery.RoutedNotification;
import io.marketbell.delivery.outbox.Outbox;
import io.marketbell.notification.NotificationJson.Mark;
import io.marketbell.notification.Sample;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeliveryListenerTest {

    @Test
    void onlyDeliveriesOfUnchangedNewNotificationsAreLive() {
        RoutedNotification routed = new RoutedNotification(Sample.fill("alice").at(1));

        assertThat(routed.fresh().isLive()).isTrue();
        assertThat(new Delivery(routed, Mark.REDELIVERED).isLive()).isFalse();
        assertThat(new Delivery(routed, Mark.FRESH).isLive()).isFalse();
        assertThat(routed.acceptedAtNanos()).isEqualTo(Sample.NOW.getEpochSecond() * 1_000_000_000L);
    }

    @Test
    void expiredVolatileNotificationsAreReportedOnce() {
        Outbox outbox = new Outbox(TestSettings.withQueue(10, 1 << 20), 0);
        outbox.offer(new RoutedNotification(Sample.expiring(Sample.price("AAPL"), Duration.ofSeconds(1))).fresh());
        outbox.offer(new RoutedNotification(Sample.price("MSFT")).fresh());

        outbox.next(Sample.NOW.plusSeconds(2).toEpochMilli(), 0, false);

        assertThat(outbox.takeExpired()).isEqualTo(1);
        assertThat(outbox.takeExpired()).isZero();
    }
}
