package io.marketbell.callback;

import io.marketbell.database.Database;
import io.marketbell.deadletter.StoredNotificationRows;

/** Deletes the waiting callbacks about a user. */
public final class UserCallbacks {
    private final StoredNotificationRows rows;

    public UserCallbacks(Database database) {
        rows = new StoredNotificationRows(database.as("callbacks"), "callbacks");
    }

    /** Returns the number of rows that were deleted, or from whose notification the user was removed. */
    public long erase(String user) {
        return rows.erase(user);
    }
}
