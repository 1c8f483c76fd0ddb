package io.marketbell.delivery.bus;

import io.marketbell.notification.ConflationKey;
import io.marketbell.notification.HeapEstimate;
import io.marketbell.notification.Notification;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Volatile notifications that wait until delivery has room: the newest of each key and recipients, bounded in bytes. Not
 * thread-safe.
 */
final class PendingVolatiles {
    private final long mostBytes;
    private final Map<Key, Notification> newest = new LinkedHashMap<>();
    private volatile long bytes;

    private record Key(ConflationKey key, List<String> recipients) {}

    PendingVolatiles(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Returns the number of notifications that were replaced or displaced. */
    int add(Notification notification) {
        Key key = new Key(notification.conflationKey(), notification.recipients());
        Notification other = newest.get(key);
        if (other != null && other.id().compareTo(notification.id()) >= 0) {
            return 1;
        }
        newest.put(key, notification);
        long change = HeapEstimate.of(notification) - (other == null ? 0 : HeapEstimate.of(other));
        int lost = other == null ? 0 : 1;
        Iterator<Notification> oldest = newest.values().iterator();
        while (bytes + change > mostBytes && newest.size() > 1) {
            change -= HeapEstimate.of(oldest.next());
            oldest.remove();
            lost++;
        }
        bytes += change;
        return lost;
    }

    boolean isEmpty() {
        return newest.isEmpty();
    }

    List<Notification> takeAll() {
        List<Notification> taken = new ArrayList<>(newest.values());
        newest.clear();
        bytes = 0;
        return taken;
    }

    /** Thread-safe. */
    long bytes() {
        return bytes;
    }
}
