package io.marketbell.deadletter;

import io.marketbell.database.Database;
import io.marketbell.database.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes a user from a table whose rows contain complete notifications, in short transactions. Idempotent.
 *
 * @param table has the columns {@code id}, {@code recipient} and {@code notification}
 */
public record StoredNotificationRows(Database database, String table) {
    private static final int BATCH = 200;

    /** Returns what the server keeps as dead letters. */
    public static StoredNotificationRows ofDeadLetters(Database database) {
        return new StoredNotificationRows(database.as("dead_letters"), "dead_letters");
    }

    /**
     * Deletes the rows of this recipient and those whose notification is addressed to this user only, and removes the
     * user from the recipients of the others. Returns the number of rows.
     */
    public long erase(String user) {
        long own = database.<Integer>write(sql -> sql.update("DELETE FROM " + table + " WHERE recipient = ?", user));
        return own + eraseNamed(user);
    }

    private record Row(String id, String notification) {}

    private long eraseNamed(String user) {
        String pattern = '%' + StoredNotification.quoted(user).replaceAll("([!%_])", "!$1") + '%';
        long changed = 0;
        String[] last = {""};
        List<Row> rows;
        do {
            List<Row> changes = new ArrayList<>();
            rows = database.write(sql -> {
                List<Row> found = sql.list(
                        row -> new Row(row.getString(1), row.getString(2)),
                        "SELECT id, notification FROM " + table + " WHERE id > ? AND notification LIKE ? ESCAPE '!'"
                                + " ORDER BY id FETCH FIRST ? ROWS ONLY",
                        last[0],
                        pattern,
                        BATCH);
                changes.clear();
                for (Row row : found) {
                    if (erase(sql, row, user)) {
                        changes.add(row);
                    }
                }
                return found;
            });
            changed += changes.size();
            if (!rows.isEmpty()) {
                last[0] = rows.get(rows.size() - 1).id();
            }
        } while (rows.size() == BATCH);
        return changed;
    }

    /** Returns whether the user was a recipient: the name may also occur elsewhere in the notification. */
    private boolean erase(Sql sql, Row row, String user) throws SQLException {
        String without =
                StoredNotification.withoutRecipient(row.notification(), user).orElse(null);
        if (without == null) {
            sql.update("DELETE FROM " + table + " WHERE id = ?", row.id());
        } else if (!without.equals(row.notification())) {
            sql.update("UPDATE " + table + " SET notification = ? WHERE id = ?", without, row.id());
        } else {
            return false;
        }
        return true;
    }
}
