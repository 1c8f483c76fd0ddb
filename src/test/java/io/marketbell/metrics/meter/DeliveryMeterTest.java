package io.marketbell.metrics.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.delivery.Delivery;
import io.marketbell.delivery.DeliveryListener.ClientMessage;
import io.marketbell.delivery.DeliveryListener.Loss;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.RoutedNotification;
import io.marketbell.metrics.Distribution;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Snapshot;
import io.marketbell.metrics.Standalone;
import io.marketbell.metrics.Window;
import io.marketbell.notification.NotificationJson.Mark;
import io.marketbell.notification.Sample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliveryMeterTest {
    private static final long ACCEPTED = Sample.NOW.getEpochSecond() * 1_000_000_000L;

    private final Standalone here = new Standalone();
    private final DeliveryMeter meter = new DeliveryMeter(here.metrics, () -> 42);

    @Test
    void eachLiveNotificationIsTimedByItsPriority() {
        RoutedNotification fill = new RoutedNotification(Sample.fill("alice").at(1));
        RoutedNotification price = new RoutedNotification(Sample.price("AAPL"));
        meter.written(new Frame.Data(1, List.of(fill.fresh(), price.fresh(), price.fresh())), ACCEPTED + 4_000_000);
        Snapshot snapshot = here.next();

        assertThat(duration(snapshot, "CRITICAL").count()).isEqualTo(1);
        assertThat(duration(snapshot, "LOW").count()).isEqualTo(2);
        assertThat(duration(snapshot, "LOW").max()).isBetween(0.004, 0.00404);
    }

    @Test
    void replayedNotificationsAreCountedAndNotTimed() {
        RoutedNotification fill = new RoutedNotification(Sample.fill("alice").at(1));
        meter.written(new Frame.Data(1, List.of(new Delivery(fill, Mark.REDELIVERED))), ACCEPTED + 4_000_000_000L);
        Snapshot snapshot = here.next();

        assertThat(snapshot.distribution(Metric.WS_DELIVERY_DURATION, Window.MINUTE)
                        .isEmpty())
                .isTrue();
        assertThat(snapshot.value(Metric.WS_MESSAGES, Map.of("direction", "out", "type", "notification")))
                .isEqualTo(1);
    }

    @Test
    void messagesOfClientsAreCountedByTheirKind() {
        meter.received(ClientMessage.ACK);
        meter.received(ClientMessage.ACK);
        Snapshot snapshot = here.next();

        assertThat(snapshot.value(Metric.WS_MESSAGES, Map.of("direction", "in", "type", "ack")))
                .isEqualTo(2);
        assertThat(snapshot.value(Metric.WS_MESSAGES, Map.of("direction", "in", "type", "subscribe")))
                .isZero();
    }

    @Test
    void framesLossesAndConnectionsAreCounted() {
        meter.written(new Frame.Reply("{}"), ACCEPTED);
        meter.written(new Frame.Heartbeat(Sample.NOW), ACCEPTED);
        meter.written(new Frame.Status.Acked(7), ACCEPTED);
        meter.dropped(Loss.SLOW, 5);
        Snapshot snapshot = here.next();

        for (String type : List.of("reply", "heartbeat", "status")) {
            assertThat(snapshot.value(Metric.WS_MESSAGES, Map.of("type", type)))
                    .as(type)
                    .isEqualTo(1);
        }
        assertThat(snapshot.value(Metric.WS_DROPPED, Map.of("reason", "slow"))).isEqualTo(5);
        assertThat(snapshot.value(Metric.WS_CONNECTIONS, Map.of())).isEqualTo(42);
    }

    private static Distribution duration(Snapshot snapshot, String priority) {
        return snapshot.distribution(Metric.WS_DELIVERY_DURATION, Window.MINUTE, Map.of("priority", priority));
    }
}
