package io.marketbell.delivery.writer;

import io.marketbell.delivery.RoutedNotification;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest durable notifications written to a client since its last answer, up to a maximum number of bytes. Older
 * ones count as written but unconfirmed, as after the end of a connection; an acknowledgement still covers them. Guarded
 * by the connection's lock.
 */
final class UnansweredWrites {
    private final int maximumBytes;
    private ArrayDeque<RoutedNotification> routedNotifications = new ArrayDeque<>(0);
    private int bytes;
    private long since;

    UnansweredWrites(int maximumBytes) {
        this.maximumBytes = maximumBytes;
    }

    /** @return how many were removed to make room */
    int add(List<RoutedNotification> written, long now) {
        if (routedNotifications.isEmpty() && !written.isEmpty()) {
            since = now;
        }
        int evicted = 0;
        for (RoutedNotification routed : written) {
            routedNotifications.add(routed);
            bytes += routed.weight();
            while (bytes > maximumBytes && routedNotifications.size() > 1) {
                bytes -= routedNotifications.remove().weight();
                evicted++;
            }
        }
        return evicted;
    }

    /** Returns when the oldest of them was written; 0 for none. */
    long since() {
        return routedNotifications.isEmpty() ? 0 : since;
    }

    /** Removes and returns all of them, because the client has answered. */
    List<RoutedNotification> takeAll() {
        if (routedNotifications.isEmpty()) {
            return List.of();
        }
        List<RoutedNotification> taken = List.copyOf(routedNotifications);
        routedNotifications = new ArrayDeque<>(0);
        bytes = 0;
        return taken;
    }

    /** Removes and returns those up to an offset. */
    List<RoutedNotification> takeThrough(long offset) {
        List<RoutedNotification> taken = new ArrayList<>();
        routedNotifications.removeIf(routed -> routed.notification().offset() <= offset && taken.add(routed));
        taken.forEach(routed -> bytes -= routed.weight());
        return taken;
    }
}
