package io.marketbell.ingest;

import io.marketbell.notification.Notification;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last volatile notifications, by id, for whoever asks what became of one. A ring: the oldest makes room, whatever
 * its time to live.
 */
final class RecentVolatiles {
    private final Notification[] ring;
    private final Map<String, Notification> byId;
    private int next;

    RecentVolatiles(int size) {
        ring = new Notification[size];
        byId = new HashMap<>(size * 2);
    }

    synchronized void add(Iterable<Notification> notifications) {
        for (Notification notification : notifications) {
            if (ring[next] != null) {
                byId.remove(ring[next].id());
            }
            ring[next] = notification;
            byId.put(notification.id(), notification);
            next = (next + 1) % ring.length;
        }
    }

    synchronized Optional<Notification> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }
}
