package io.marketbell.metrics.meter;

import io.marketbell.delivery.Delivery;
import io.marketbell.delivery.DeliveryListener;
import io.marketbell.delivery.Frame;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.MetricsService;
import io.marketbell.metrics.MetricsService.Count;
import io.marketbell.metrics.MetricsService.Timing;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Priority;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;

/** Counts the messages written to clients and measures the time from acceptance to the write. */
public final class DeliveryMeter implements DeliveryListener {
    private static final String OUT = "out";

    private final Timing[] byPriority = new Timing[Priority.values().length];
    private final Map<Loss, Count> losses = new EnumMap<>(Loss.class);
    private final Map<ClientMessage, Count> received = new EnumMap<>(ClientMessage.class);
    private final Count notifications;
    private final Count replies;
    private final Count heartbeats;
    private final Count events;

    /** @param connections returns the number of connected clients */
    public DeliveryMeter(MetricsService metrics, IntSupplier connections) {
        for (Priority priority : Priority.values()) {
            byPriority[priority.ordinal()] =
                    metrics.timings(Metric.WS_DELIVERY_DURATION).of(priority.name());
        }
        for (Loss loss : Loss.values()) {
            losses.put(loss, metrics.counts(Metric.WS_DROPPED).of(loss.name().toLowerCase(Locale.ROOT)));
        }
        for (ClientMessage message : ClientMessage.values()) {
            received.put(
                    message,
                    metrics.counts(Metric.WS_MESSAGES).of("in", message.name().toLowerCase(Locale.ROOT)));
        }
        notifications = metrics.counts(Metric.WS_MESSAGES).of(OUT, "notification");
        replies = metrics.counts(Metric.WS_MESSAGES).of(OUT, "reply");
        heartbeats = metrics.counts(Metric.WS_MESSAGES).of(OUT, "heartbeat");
        events = metrics.counts(Metric.WS_MESSAGES).of(OUT, "status");
        metrics.watch(Metric.WS_CONNECTIONS, connections::getAsInt);
    }

    @Override
    public void written(Frame frame, long epochNanos) {
        if (frame instanceof Frame.Data data) {
            List<Delivery> deliveries = data.deliveries();
            notifications.add(deliveries.size());
            for (int i = 0; i < deliveries.size(); i++) {
                time(deliveries.get(i), epochNanos);
            }
        } else if (frame instanceof Frame.Reply) {
            replies.increment();
        } else if (frame instanceof Frame.Heartbeat) {
            heartbeats.increment();
        } else {
            events.increment();
        }
    }

    /** Measures live deliveries only. The age of replayed history is not a delivery time. */
    private void time(Delivery delivery, long epochNanos) {
        if (delivery.isLive()) {
            Notification notification = delivery.routed().notification();
            byPriority[notification.priority().ordinal()].record(
                    epochNanos - delivery.routed().acceptedAtNanos());
        }
    }

    @Override
    public void received(ClientMessage message) {
        received.get(message).increment();
    }

    @Override
    public void dropped(Loss loss, long count) {
        losses.get(loss).add(count);
    }
}
