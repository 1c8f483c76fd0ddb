package io.marketbell.delivery;

import io.marketbell.notification.NotificationJson.Mark;

/** A notification to be delivered to one client. */
public record Delivery(RoutedNotification routed, Mark mark) {

    /**
     * Returns the notification as JSON. The text is encoded once and shared by all clients that receive the same text.
     */
    public String json() {
        return routed.json(mark);
    }

    /**
     * Returns whether the notification is delivered for the first time as published: no repetition, last value or
     * history.
     */
    public boolean isLive() {
        return this == routed.fresh();
    }

    /** Returns the offset; 0 for volatile notifications. */
    public long offset() {
        return routed.notification().offset();
    }
}
