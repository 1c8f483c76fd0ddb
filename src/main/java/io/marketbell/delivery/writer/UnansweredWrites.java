package io.marketbell.delivery.writer;

import io.marketbell.delivery.RoutedNotification;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The durable notifications written to a client since it last gave a sign of life, the newest up to a number of bytes.
 * Those that no longer fit count as written but unanswered, as after the end of a connection: an acknowledgement covers
 * them still. Guarded by the connection's lock.
 */
final class UnansweredWrites {
    private final int maximumBytes;
    private ArrayDeque<RoutedNotification> routedNotifications = new ArrayDeque<>(0);
    private int bytes;
    private long since;

    UnansweredWrites(int maximumBytes) {
        this.maximumBytes = maximumBytes;
    }

    /** @return how many had to make room */
    int add(List<RoutedNotification> written, long now) {
        if (routedNotifications.isEmpty() && !written.isEmpty()) {
            since = now;
        }
        int forgotten = 0;
        for (RoutedNotification routed : written) {
            routedNotifications.add(routed);
            bytes += routed.weight();
            while (bytes > maximumBytes && routedNotifications.size() > 1) {
                bytes -= routedNotifications.remove().weight();
                forgotten++;
            }
        }
        return forgotten;
    }

    /** When the oldest of them was written; 0 for none. */
    long since() {
        return routedNotifications.isEmpty() ? 0 : since;
    }

    /** The client has answered: all of them, which from now on are no longer unanswered. */
    List<RoutedNotification> takeAll() {
        if (routedNotifications.isEmpty()) {
            return List.of();
        }
        List<RoutedNotification> taken = List.copyOf(routedNotifications);
        routedNotifications = new ArrayDeque<>(0);
        bytes = 0;
        return taken;
    }

    /** Likewise those up to an offset. */
    List<RoutedNotification> takeThrough(long offset) {
        List<RoutedNotification> taken = new ArrayList<>();
        routedNotifications.removeIf(parcel -> parcel.notification().offset() <= offset && taken.add(parcel));
        taken.forEach(routed -> bytes -= routed.weight());
        return taken;
    }
}
