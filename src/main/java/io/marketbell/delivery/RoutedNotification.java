package io.marketbell.delivery;

import io.marketbell.notification.ConflationKey;
import io.marketbell.notification.HeapEstimate;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationJson;
import io.marketbell.notification.NotificationJson.Mark;
import io.marketbell.notification.Priority;

/** A notification with what delivery needs of it at hand, shared by all its clients. */
public final class RoutedNotification {
    /** An estimate: what is here beside the notification, and of its text what is not the body. */
    private static final long FIXED_HEAP_BYTES = 320;

    private final Notification notification;
    private final ConflationKey conflationKey;
    private final long expiresAtMillis;
    private final long acceptedAtNanos;
    private final String epoch;
    private final Delivery delivery = new Delivery(this, Mark.FRESH);

    /** Written by whoever comes first; a race encodes twice, to the same text. */
    private volatile String fresh;

    public RoutedNotification(Notification notification) {
        this(notification, null);
    }

    /** @param epoch of the log that the notification's offset is of; null for a volatile one */
    public RoutedNotification(Notification notification, String epoch) {
        this.notification = notification;
        this.epoch = epoch;
        this.conflationKey = notification.conflationKey();
        this.expiresAtMillis = notification.expiresAt().toEpochMilli();
        this.acceptedAtNanos = Clocks.nanosOf(notification.acceptedAt());
    }

    public Notification notification() {
        return notification;
    }

    /** When Marketbell took it; nanoseconds since 1970. */
    public long acceptedAtNanos() {
        return acceptedAtNanos;
    }

    /** The log that its offset is of. */
    public String epoch() {
        return epoch;
    }

    public ConflationKey conflationKey() {
        return conflationKey;
    }

    public Priority priority() {
        return notification.priority();
    }

    /** The delivery to a client who has not seen it, the same object for all of them. */
    public Delivery fresh() {
        return delivery;
    }

    public boolean isExpired(long nowMillis) {
        return nowMillis >= expiresAtMillis;
    }

    String json(Mark mark) {
        if (mark != Mark.FRESH) {
            return NotificationJson.of(notification, mark);
        }
        String json = fresh;
        if (json == null) {
            json = NotificationJson.of(notification, Mark.FRESH);
            fresh = json;
        }
        return json;
    }

    /** An estimate of the heap it occupies; the body counts twice, in the notification and in its text. */
    public long heapBytes() {
        return HeapEstimate.of(notification) + FIXED_HEAP_BYTES + HeapEstimate.of(notification.body());
    }

    /** How much it weighs in a queue, in characters: nearly always its bytes on the wire. */
    public int weight() {
        return json(Mark.FRESH).length();
    }
}
