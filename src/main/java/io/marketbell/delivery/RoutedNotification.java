package io.marketbell.delivery;

import io.marketbell.notification.ConflationKey;
import io.marketbell.notification.HeapEstimate;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationJson;
import io.marketbell.notification.NotificationJson.Mark;
import io.marketbell.notification.Priority;

/** A notification with values precomputed for delivery, shared by all its clients. */
public final class RoutedNotification {
    /** Estimated heap size of this object and of the encoded text without the body. */
    private static final long FIXED_HEAP_BYTES = 320;

    private final Notification notification;
    private final ConflationKey conflationKey;
    private final long expiresAtMillis;
    private final long acceptedAtNanos;
    private final String epoch;
    private final Delivery delivery = new Delivery(this, Mark.FRESH);

    /** Set by the first caller. Concurrent callers may encode it twice, with the same result. */
    private volatile String fresh;

    public RoutedNotification(Notification notification) {
        this(notification, null);
    }

    /** @param epoch the epoch of the log that contains the notification's offset; null for a volatile notification */
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

    /** Returns when Marketbell accepted the notification, in nanoseconds since 1970. */
    public long acceptedAtNanos() {
        return acceptedAtNanos;
    }

    /** Returns the epoch of the log that contains the offset. */
    public String epoch() {
        return epoch;
    }

    public ConflationKey conflationKey() {
        return conflationKey;
    }

    public Priority priority() {
        return notification.priority();
    }

    /** Returns the delivery for clients that have not received the notification; the same object for all of them. */
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

    /**
     * Returns an estimate of the occupied heap. The body counts twice: in the notification and in the encoded text.
     */
    public long heapBytes() {
        return HeapEstimate.of(notification) + FIXED_HEAP_BYTES + HeapEstimate.of(notification.body());
    }

    /** Returns the weight in a queue, in characters; nearly always equal to the bytes on the wire. */
    public int weight() {
        return json(Mark.FRESH).length();
    }
}
