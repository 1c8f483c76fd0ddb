package io.marketbell.delivery;

import io.marketbell.notification.NotificationJson.Mark;

/** A notification on its way to one reader. */
public record Delivery(Parcel parcel, Mark mark) {

    /** The notification's JSON, encoded once for all its readers where they are told the same. */
    public String json() {
        return parcel.json(mark);
    }

    /** Whether it goes out as it was published, and is no repetition, last value or history. */
    public boolean isLive() {
        return this == parcel.fresh();
    }

    /** Its offset; 0 for volatile ones. */
    public long offset() {
        return parcel.notification().offset();
    }
}
