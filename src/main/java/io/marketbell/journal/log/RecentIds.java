package io.marketbell.journal.log;

import io.marketbell.notification.Notification;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** The ids of the most recently announced notifications, by offset. Not thread-safe. */
final class RecentIds {
    private static final int KEPT = 256;

    private record Id(long offset, String id) {}

    private final Deque<Id> ids = new ArrayDeque<>();

    void add(List<Notification> announced) {
        for (Notification notification : announced.subList(Math.max(0, announced.size() - KEPT), announced.size())) {
            if (ids.size() == KEPT) {
                ids.removeFirst();
            }
            ids.addLast(new Id(notification.offset(), notification.id()));
        }
    }

    void clear() {
        ids.clear();
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    /** Returns the smallest offset; 0 if empty. */
    long oldest() {
        return ids.isEmpty() ? 0 : ids.getFirst().offset;
    }

    /** Returns the highest offset at which another log has the same notification; 0 if there is none. */
    long lastCommon(Map<Long, String> other) {
        return ids.stream()
                .filter(each -> each.id.equals(other.get(each.offset)))
                .mapToLong(Id::offset)
                .max()
                .orElse(0);
    }
}
