package io.marketbell.metrics.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Snapshot;
import io.marketbell.metrics.Standalone;
import io.marketbell.metrics.Window;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Outcome;
import io.marketbell.notification.Sample;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests the trading metrics derived from notifications. */
class OrderMeterTest {
    private static final int LIMIT = 50;

    private final Standalone here = new Standalone();
    private final OrderMeter meter = new OrderMeter(here.metrics, Set.of("AAPL"));
    private final OpenOrders open = new OpenOrders(here.metrics, LIMIT);

    private static Notification order(NotificationType type, String instrument, String body) {
        return Sample.withBody(Sample.of(type, instrument, "alpaca", List.of("alice")), body);
    }

    private void happens(NotificationType type, String body) {
        Notification notification = order(type, "AAPL", body);
        open.accept(List.of(Sample.notice(), notification));
        publish(notification, Outcome.Kind.QUEUED);
    }

    private void publish(Notification notification, Outcome.Kind kind) {
        meter.accept(new Outcome(notification, kind, null, Sample.NOW, 1));
    }

    @Test
    void anOrderIsTimedFromItsSubmissionToItsEvent() {
        happens(NotificationType.ORDER_ACCEPTED, "{\"submitted_at\":\"2026-11-23T09:59:59.950Z\"}");
        happens(NotificationType.ORDER_REJECTED, "{\"submitted_at\":\"2026-11-23T11:59:59.800+02:00\"}");
        happens(NotificationType.ORDER_FILLED, "{\"submitted_at\":\"2026-11-23T09:00:00Z\"}");
        Snapshot snapshot = here.next();

        assertThat(snapshot.distribution(Metric.ORDER_DURATION, Window.MINUTE, Map.of("event", "accepted"))
                        .max())
                .isBetween(0.05, 0.0505);
        assertThat(snapshot.distribution(Metric.ORDER_DURATION, Window.MINUTE, Map.of("event", "rejected"))
                        .max())
                .isBetween(0.2, 0.202);
        assertThat(snapshot.distribution(Metric.ORDER_DURATION, Window.MINUTE).count())
                .isEqualTo(2);
    }

    @Test
    void aBodyWithoutATimeIsCountedAndNotTimed() {
        happens(NotificationType.ORDER_ACCEPTED, null);
        happens(NotificationType.ORDER_ACCEPTED, "{\"submitted_at\":\"yesterday\"}");
        Snapshot snapshot = here.next();

        assertThat(snapshot.value(Metric.ORDERS, Map.of("event", "accepted"))).isEqualTo(2);
        assertThat(snapshot.distribution(Metric.ORDER_DURATION, Window.MINUTE).isEmpty())
                .isTrue();
    }

    @Test
    void anOrderIsCountedOnceForAllOutcomesOfItsNotification() {
        Notification fill = order(NotificationType.ORDER_FILLED, "AAPL", null);
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            publish(fill, kind);
        }
        assertThat(here.total(Metric.ORDERS, Map.of())).isEqualTo(1);
    }

    @Test
    void tradesAreCountedByConfiguredInstrument() {
        for (String instrument : List.of("AAPL", "AAPL", "MSFT", "INVENTED")) {
            publish(order(NotificationType.ORDER_FILLED, instrument, null), Outcome.Kind.QUEUED);
        }
        Snapshot snapshot = here.next();

        assertThat(snapshot.value(Metric.TRADES, Map.of("instrument", "AAPL"))).isEqualTo(2);
        assertThat(snapshot.value(Metric.TRADES, Map.of("instrument", Metric.OTHER)))
                .isEqualTo(2);
        assertThat(snapshot.readings(Metric.TRADES)).hasSize(2);
    }

    @Test
    void anOrderIsOpenUntilItIsCompletelyFilledOrEnded() {
        happens(NotificationType.ORDER_ACCEPTED, "{\"order_id\":\"1\"}");
        happens(NotificationType.ORDER_ACCEPTED, "{\"order_id\":\"2\"}");
        happens(NotificationType.ORDER_ACCEPTED, "{\"order_id\":\"3\"}");
        happens(NotificationType.ORDER_FILLED, "{\"order_id\":\"1\",\"leaves_quantity\":\"0.5\"}");
        assertThat(open.count()).isEqualTo(3);

        happens(NotificationType.ORDER_FILLED, "{\"order_id\":\"1\",\"leaves_quantity\":\"0.00\"}");
        happens(NotificationType.ORDER_CANCELLED, "{\"order_id\":\"2\"}");
        assertThat(here.total(Metric.ORDERS_OPEN, Map.of())).isEqualTo(1);

        happens(NotificationType.ORDER_REJECTED, "{\"order_id\":\"3\"}");
        happens(NotificationType.ORDER_REJECTED, "{\"order_id\":\"never seen\"}");
        assertThat(here.total(Metric.ORDERS_OPEN, Map.of())).isZero();
    }

    @Test
    void openOrdersAreRememberedUpToALimit() {
        for (int i = 0; i < 10 * LIMIT; i++) {
            happens(NotificationType.ORDER_ACCEPTED, "{\"order_id\":\"" + i + "\"}");
        }
        assertThat(open.count()).isEqualTo(LIMIT);
    }
}
