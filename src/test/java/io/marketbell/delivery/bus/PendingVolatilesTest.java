package io.marketbell.delivery.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.notification.HeapEstimate;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingVolatilesTest {
    private final PendingVolatiles pending = new PendingVolatiles(1 << 20);

    @Test
    void theNewestOfAKeyWaitsWhicheverIsAddedFirst() {
        Notification older = Sample.price("AAPL");
        Notification newer = Sample.price("AAPL");
        Notification other = Sample.price("MSFT");

        assertThat(pending.add(newer)).isZero();
        assertThat(pending.add(older)).isOne();
        assertThat(pending.add(newer)).isOne();
        assertThat(pending.add(other)).isZero();

        assertThat(pending.takeAll()).containsExactly(newer, other);
        assertThat(pending.isEmpty()).isTrue();
        assertThat(pending.bytes()).isZero();
    }

    @Test
    void notificationsForOtherUsersAreKeptApart() {
        Notification common = Sample.price("AAPL");
        Notification personal = Sample.of(NotificationType.PRICE_UPDATE, "AAPL", "alpaca", List.of("alice"));
        pending.add(common);
        pending.add(personal);

        assertThat(pending.takeAll()).containsExactly(common, personal);
    }

    @Test
    void theOldestAreDroppedAboveTheMaximumBytes() {
        Notification first = Sample.price("I1");
        PendingVolatiles small = new PendingVolatiles(2 * HeapEstimate.of(first));
        small.add(first);
        Notification second = Sample.price("I2");
        small.add(second);
        Notification third = Sample.price("I3");

        assertThat(small.add(third)).isOne();
        assertThat(small.bytes()).isLessThanOrEqualTo(2 * HeapEstimate.of(first));
        assertThat(small.takeAll()).containsExactly(second, third);
    }
}
