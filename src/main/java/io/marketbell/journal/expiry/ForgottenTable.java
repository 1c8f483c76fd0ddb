package io.marketbell.journal.expiry;

import io.marketbell.journal.store.EntryRow;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.notification.NotificationType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The table {@code journal_forgotten}: up to which offset expired notifications are no longer known one by one. */
public final class ForgottenTable {
    private record Row(String recipient, String type, long through) {}

    private final Connection connection;

    public ForgottenTable(Connection connection) {
        this.connection = connection;
    }

    /** By type, the highest offset that concerned the user and is no longer known; types without one are missing. */
    public Map<NotificationType, Long> of(String user) throws SQLException {
        Map<NotificationType, Long> byType = new EnumMap<>(NotificationType.class);
        try (PreparedStatement select = JournalDatabase.prepare(
                connection, "SELECT type, through FROM journal_forgotten WHERE recipient = ? OR recipient = ?")) {
            select.setString(1, user);
            select.setString(2, EntryRow.EVERYONE);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    byType.merge(NotificationType.valueOf(row.getString(1)), row.getLong(2), Math::max);
                }
            }
        }
        return byType;
    }

    /** Takes over what {@code journal_expired} has up to an offset. */
    void addFromExpired(long through) throws SQLException {
        raise(rows(
                "SELECT recipient, type, MAX(log_offset) FROM journal_expired WHERE log_offset <= ?"
                        + " GROUP BY recipient, type ORDER BY recipient, type",
                through));
    }

    /**
     * Beyond so many rows, those with the smallest offsets count for every user: a gap may then be reported needlessly.
     *
     * @param most rows to remove, about: those of one offset are removed together
     * @return whether there are more to remove
     */
    boolean trim(int kept, int most) throws SQLException {
        long all = ExpiredEntries.count(connection, "journal_forgotten") - kept;
        long beyond = Math.min(all, most);
        if (beyond <= 0) {
            return false;
        }
        long through;
        try (PreparedStatement select = JournalDatabase.prepare(
                connection,
                "SELECT through FROM journal_forgotten WHERE recipient <> '' ORDER BY through"
                        + " OFFSET ? ROWS FETCH FIRST 1 ROWS ONLY")) {
            select.setLong(1, beyond - 1);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                through = row.getLong(1);
            }
        }
        raise(rows(
                "SELECT '', type, MAX(through) FROM journal_forgotten WHERE through <= ? AND recipient <> ''"
                        + " GROUP BY type ORDER BY type",
                through));
        try (PreparedStatement delete = JournalDatabase.prepare(
                connection, "DELETE FROM journal_forgotten WHERE through <= ? AND recipient <> ''")) {
            delete.setLong(1, through);
            delete.executeUpdate();
        }
        return all > most;
    }

    private List<Row> rows(String sql, long through) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement select = JournalDatabase.prepare(connection, sql)) {
            select.setLong(1, through);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    rows.add(new Row(row.getString(1), row.getString(2), row.getLong(3)));
                }
            }
        }
        return rows;
    }

    /** Update first, insert where nothing was there: neither MERGE nor ON CONFLICT is understood by both databases. */
    private void raise(List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement update = JournalDatabase.prepare(
                        connection,
                        "UPDATE journal_forgotten SET through = GREATEST(through, ?)"
                                + " WHERE recipient = ? AND type = ?");
                PreparedStatement insert = JournalDatabase.prepare(
                        connection, "INSERT INTO journal_forgotten (through, recipient, type) VALUES (?, ?, ?)")) {
            for (Row row : rows) {
                bind(update, row);
            }
            int[] updated = update.executeBatch();
            boolean anyMissing = false;
            for (int i = 0; i < updated.length; i++) {
                if (updated[i] == 0) {
                    bind(insert, rows.get(i));
                    anyMissing = true;
                }
            }
            if (anyMissing) {
                insert.executeBatch();
            }
        }
    }

    private static void bind(PreparedStatement statement, Row row) throws SQLException {
        statement.setLong(1, row.through);
        statement.setString(2, row.recipient);
        statement.setString(3, row.type);
        statement.addBatch();
    }
}
