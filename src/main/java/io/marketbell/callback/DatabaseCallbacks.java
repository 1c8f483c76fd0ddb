package io.marketbell.callback;

import io.marketbell.database.DataRejected;
import io.marketbell.database.Database;
import io.marketbell.deadletter.StoredNotification;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Outcome;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Stores waiting callbacks in the table {@code callbacks}, with plain JDBC in batches. */
final class DatabaseCallbacks implements CallbackStore {

    /** The due time of a callback that was given up. */
    private static final long NEVER = Long.MAX_VALUE;

    private final Database database;

    DatabaseCallbacks(Database database) {
        this.database = database.as("callbacks");
    }

    /**
     * A callback that the database rejects, or already has from an attempt whose response was lost, must not block the
     * others.
     */
    @Override
    public List<Callback> add(List<Callback> callbacks) {
        try {
            insert(callbacks);
            return List.of();
        } catch (DataRejected e) {
            return callbacks.stream().filter(each -> !addOne(each)).toList();
        }
    }

    private boolean addOne(Callback callback) {
        try {
            insert(List.of(callback));
            return true;
        } catch (DataRejected e) {
            return !select(" WHERE id = ?", 1, select -> select.setString(1, callback.id()))
                    .isEmpty();
        }
    }

    private void insert(List<Callback> callbacks) {
        batch(
                "INSERT INTO callbacks (id, notification_id, url, host, outcome, recipient, happened_at, notification,"
                        + " attempts, created_at, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                callbacks,
                (insert, callback) -> {
                    insert.setString(1, callback.id());
                    insert.setString(2, callback.notification().id());
                    insert.setString(3, callback.url());
                    insert.setString(4, callback.host());
                    insert.setString(5, callback.outcome().name());
                    insert.setString(6, callback.recipient());
                    insert.setLong(7, callback.time().toEpochMilli());
                    insert.setString(8, StoredNotification.text(callback.notification()));
                    insert.setInt(9, callback.attempts());
                    insert.setLong(10, callback.createdAt().toEpochMilli());
                    insert.setLong(11, callback.dueAt().toEpochMilli());
                });
    }

    @Override
    public List<Callback> due(Instant now, Collection<String> withoutHosts, int limit) {
        String others =
                withoutHosts.isEmpty() ? "" : " AND host NOT IN (?" + ", ?".repeat(withoutHosts.size() - 1) + ")";
        return select(" WHERE due_at <= ?" + others + " ORDER BY due_at, id", limit, select -> {
            select.setLong(1, now.toEpochMilli());
            int parameter = 2;
            for (String host : withoutHosts) {
                select.setString(parameter++, host);
            }
        });
    }

    @Override
    public List<Callback> claim(List<Callback> callbacks, Instant until) {
        int[] counts =
                batch("UPDATE callbacks SET due_at = ? WHERE id = ? AND due_at = ?", callbacks, (update, callback) -> {
                    update.setLong(1, until.toEpochMilli());
                    update.setString(2, callback.id());
                    update.setLong(3, callback.dueAt().toEpochMilli());
                });
        List<Callback> ours = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 1) {
                ours.add(callbacks.get(i));
            }
        }
        return ours;
    }

    @Override
    public void remove(Collection<String> ids) {
        batch("DELETE FROM callbacks WHERE id = ?", ids, (delete, id) -> delete.setString(1, id));
    }

    @Override
    public void putOff(List<Callback> callbacks) {
        batch("UPDATE callbacks SET attempts = ?, due_at = ? WHERE id = ?", callbacks, (update, callback) -> {
            update.setInt(1, callback.attempts());
            update.setLong(2, callback.dueAt().toEpochMilli());
            update.setString(3, callback.id());
        });
    }

    @Override
    public void giveUp(Collection<String> ids, Instant now) {
        batch("UPDATE callbacks SET due_at = ?, given_up_at = ? WHERE id = ?", ids, (update, id) -> {
            update.setLong(1, NEVER);
            update.setLong(2, now.toEpochMilli());
            update.setString(3, id);
        });
    }

    @Override
    public List<Callback> waitingSince(Instant before, int limit) {
        return select(
                " WHERE given_up_at IS NULL AND created_at < ? ORDER BY id",
                limit,
                select -> select.setLong(1, before.toEpochMilli()));
    }

    @Override
    public int retry(String notificationId, String url, Instant now) {
        return database.write(connection -> {
            String update = "UPDATE callbacks SET due_at = ?, created_at = ?, attempts = 0, given_up_at = NULL"
                    + " WHERE notification_id = ? AND url = ? AND given_up_at IS NOT NULL";
            try (PreparedStatement again = connection.prepareStatement(update)) {
                again.setLong(1, now.toEpochMilli());
                again.setLong(2, now.toEpochMilli());
                again.setString(3, notificationId);
                again.setString(4, url);
                again.executeUpdate();
            }
            String count = "SELECT COUNT(*) FROM callbacks WHERE notification_id = ? AND url = ?";
            try (PreparedStatement waiting = connection.prepareStatement(count)) {
                waiting.setString(1, notificationId);
                waiting.setString(2, url);
                return (int) number(waiting);
            }
        });
    }

    @Override
    public long count() {
        return database.read(connection -> {
            try (PreparedStatement count = connection.prepareStatement("SELECT COUNT(*) FROM callbacks")) {
                return number(count);
            }
        });
    }

    @Override
    public void forgetGivenUp(Instant before) {
        batch(
                "DELETE FROM callbacks WHERE given_up_at < ?",
                List.of(before),
                (delete, time) -> delete.setLong(1, time.toEpochMilli()));
    }

    private static long number(PreparedStatement query) throws SQLException {
        try (ResultSet result = query.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    private List<Callback> select(String where, int limit, Parameters parameters) {
        String sql = "SELECT id, notification, outcome, recipient, happened_at, attempts, created_at, due_at"
                + " FROM callbacks" + where;
        return database.read(connection -> {
            List<Callback> found = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setMaxRows(limit);
                parameters.set(select);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        found.add(callback(row));
                    }
                }
            }
            return found;
        });
    }

    private static Callback callback(ResultSet row) throws SQLException {
        Notification notification = StoredNotification.parse(row.getString(2));
        return new Callback(
                row.getString(1),
                notification,
                Outcome.Kind.valueOf(row.getString(3)),
                row.getString(4),
                Instant.ofEpochMilli(row.getLong(5)),
                row.getInt(6),
                Instant.ofEpochMilli(row.getLong(7)),
                Instant.ofEpochMilli(row.getLong(8)));
    }

    private <T> int[] batch(String sql, Collection<T> items, Binding<T> binding) {
        if (items.isEmpty()) {
            return new int[0];
        }
        return database.write(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (T item : items) {
                    binding.bind(statement, item);
                    statement.addBatch();
                }
                return statement.executeBatch();
            }
        });
    }

    private interface Parameters {
        void set(PreparedStatement statement) throws SQLException;
    }

    private interface Binding<T> {
        void bind(PreparedStatement statement, T item) throws SQLException;
    }
}
