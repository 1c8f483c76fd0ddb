package io.marketbell.delivery.bus;

import io.marketbell.delivery.ClusterDelivery;
import io.marketbell.delivery.LastValue;
import io.marketbell.notification.Notification;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Records what is delivered. */
final class RecordingDelivery implements ClusterDelivery {
    final List<Notification> live = new CopyOnWriteArrayList<>();
    final List<Notification> kept = new CopyOnWriteArrayList<>();
    volatile boolean room = true;

    /** How often the room was asked for. */
    final AtomicInteger asked = new AtomicInteger();

    /** Null: they cannot be read. */
    volatile List<LastValue> values = List.of();

    @Override
    public boolean hasRoom() {
        asked.incrementAndGet();
        return room;
    }

    @Override
    public void publishedElsewhere(List<Notification> notifications) {
        live.addAll(notifications);
    }

    @Override
    public void keep(List<Notification> notifications) {
        kept.addAll(notifications);
    }

    @Override
    public Optional<List<LastValue>> lastValues() {
        return Optional.ofNullable(values);
    }
}
