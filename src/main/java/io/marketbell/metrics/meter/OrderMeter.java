package io.marketbell.metrics.meter;

import io.marketbell.metrics.Metric;
import io.marketbell.metrics.MetricsService;
import io.marketbell.metrics.MetricsService.Count;
import io.marketbell.metrics.MetricsService.Tagged;
import io.marketbell.metrics.MetricsService.Timing;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Outcome;
import io.marketbell.time.Rfc3339;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Records trading metrics from the order notifications accepted by this node. Each notification is counted once, after
 * its commit. The duration of an order is the time between {@code submitted_at} in its body and the event's
 * {@code time}.
 */
public final class OrderMeter implements Consumer<Outcome> {
    private static final String SUBMITTED_AT = "submitted_at";
    private static final Map<NotificationType, String> EVENTS = new EnumMap<>(Map.of(
            NotificationType.ORDER_ACCEPTED, "accepted",
            NotificationType.ORDER_FILLED, "filled",
            NotificationType.ORDER_CANCELLED, "cancelled",
            NotificationType.ORDER_REJECTED, "rejected"));

    private final Map<NotificationType, Count> orders = new EnumMap<>(NotificationType.class);
    private final Timing accepted;
    private final Timing rejected;
    private final Tagged<? extends Count> trades;
    private final Set<String> instruments;

    /** @param instruments instruments with a separate count; all others are counted together */
    public OrderMeter(MetricsService metrics, Set<String> instruments) {
        this.instruments = Set.copyOf(instruments);
        this.accepted = metrics.timings(Metric.ORDER_DURATION).of("accepted");
        this.rejected = metrics.timings(Metric.ORDER_DURATION).of("rejected");
        this.trades = metrics.counts(Metric.TRADES);
        // create all series at the start, so that they are exported as zero before the first trade
        this.instruments.forEach(trades::of);
        EVENTS.forEach(
                (type, event) -> orders.put(type, metrics.counts(Metric.ORDERS).of(event)));
    }

    @Override
    public void accept(Outcome outcome) {
        Count events = orders.get(outcome.notification().type());
        if (events != null && outcome.kind() == Outcome.Kind.QUEUED) {
            events.increment();
            measure(outcome.notification());
        }
    }

    private void measure(Notification order) {
        switch (order.type()) {
            case ORDER_ACCEPTED -> time(accepted, order);
            case ORDER_REJECTED -> time(rejected, order);
            case ORDER_FILLED -> {
                String instrument = order.instrument();
                boolean isListed = instrument != null && instruments.contains(instrument);
                trades.of(isListed ? instrument : Metric.OTHER).increment();
            }
            default -> {}
        }
    }

    private static void time(Timing timing, Notification order) {
        String submitted =
                JsonMemberScanner.of(order.body(), Set.of(SUBMITTED_AT)).get(SUBMITTED_AT);
        if (submitted != null) {
            try {
                timing.record(
                        Duration.between(Rfc3339.parse(submitted), order.time()).toNanos());
            } catch (DateTimeException | ArithmeticException notATime) {
                // The publisher defines the body; a value that cannot be parsed is not measured.
            }
        }
    }
}
