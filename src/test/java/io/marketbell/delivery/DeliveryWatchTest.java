package io.marketbell.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.notification.NotificationJson.Mark;
import io.marketbell.notification.Sample;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeliveryWatchTest {

    @Test
    void onlyWhatGoesOutAsItWasPublishedIsLive() {
        Parcel parcel = new Parcel(Sample.fill("alice").at(1));

        assertThat(parcel.fresh().isLive()).isTrue();
        assertThat(new Delivery(parcel, Mark.REDELIVERED).isLive()).isFalse();
        assertThat(new Delivery(parcel, Mark.FRESH).isLive()).isFalse();
        assertThat(parcel.acceptedAtNanos()).isEqualTo(Sample.NOW.getEpochSecond() * 1_000_000_000L);
    }

    @Test
    void volatileOnesWhoseTimeIsOverAreToldOnce() {
        Outbox outbox = new Outbox(TestSettings.withQueue(10, 1 << 20), 0);
        outbox.offer(new Parcel(Sample.expiring(Sample.price("AAPL"), Duration.ofSeconds(1))).fresh());
        outbox.offer(new Parcel(Sample.price("MSFT")).fresh());

        outbox.next(Sample.NOW.plusSeconds(2).toEpochMilli(), 0, false);

        assertThat(outbox.takeExpired()).isEqualTo(1);
        assertThat(outbox.takeExpired()).isZero();
    }
}
