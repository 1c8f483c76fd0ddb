package io.marketbell.delivery;

import io.marketbell.notification.NotificationJson.Mark;

/** A notification on its way to one client. */
public record Delivery(RoutedNotification routed, Mark mark) {

    /** The notification's JSON, encoded once for all its clients where they are told the same. */
    public String json() {
        return routed.json(mark);
    }

    /** Whether it goes out as it was published, and is no repetition, last value or history. */
    public boolean isLive() {
        return this == routed.fresh();
    }

    /** Its offset; 0 for volatile ones. */
    public long offset() {
        return routed.notification().offset();
    }
}
