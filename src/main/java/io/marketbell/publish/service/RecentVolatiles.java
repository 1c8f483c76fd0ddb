package io.marketbell.publish.service;

import io.marketbell.notification.HeapEstimate;
import io.marketbell.notification.Notification;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * The most recent volatile notifications by id, without their bodies, for status requests. Bounded by number and by
 * estimated heap bytes: the oldest are evicted first, even before the end of their time to live. Thread-safe.
 */
final class RecentVolatiles {
    /** Estimated heap bytes of the entries in the queue and the map. */
    private static final int ENTRY_BYTES = 96;

    private final int size;
    private final long byteLimit;
    private final Queue<Entry> oldestFirst = new ArrayDeque<>();
    private final Map<String, Notification> byId = new HashMap<>();
    private long bytes;

    private record Entry(String id, long bytes) {}

    RecentVolatiles(int size, long byteLimit) {
        this.size = size;
        this.byteLimit = byteLimit;
    }

    synchronized void add(Iterable<Notification> notifications) {
        for (Notification notification : notifications) {
            Notification kept = notification.withoutBody();
            if (byId.putIfAbsent(kept.id(), kept) != null) {
                // another node has sent it again
                continue;
            }
            Entry entry = new Entry(kept.id(), ENTRY_BYTES + HeapEstimate.of(kept));
            oldestFirst.add(entry);
            bytes += entry.bytes;
            while (oldestFirst.size() > size || bytes > byteLimit) {
                Entry oldest = oldestFirst.remove();
                byId.remove(oldest.id);
                bytes -= oldest.bytes;
            }
        }
    }

    /** Removes the notifications that are addressed to this user, also if others are. */
    synchronized void forget(String user) {
        for (Iterator<Entry> entries = oldestFirst.iterator(); entries.hasNext(); ) {
            Entry entry = entries.next();
            if (byId.get(entry.id).recipients().contains(user)) {
                entries.remove();
                byId.remove(entry.id);
                bytes -= entry.bytes;
            }
        }
    }

    synchronized Optional<Notification> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    synchronized long bytes() {
        return bytes;
    }
}
