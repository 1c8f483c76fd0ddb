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

/**
 * The table {@code journal_forgotten}: the offsets up to which summaries of expired notifications are no longer stored.
 */
public final class ForgottenTable {
    private record Row(String recipient, String type, long through) {}

    private final Connection connection;

    public ForgottenTable(Connection connection) {
        this.connection = connection;
    }

    /**
     * Returns, by type, the highest offset for the user whose summary is no longer stored; types without one are
     * absent.
     */
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

    /** Adds the rows of {@code journal_expired} up to an offset. */
    void addFromExpired(long through) throws SQLException {
        raise(rows(
                "SELECT recipient, type, MAX(log_offset) FROM journal_expired WHERE log_offset <= ?"
                        + " GROUP BY recipient, type ORDER BY recipient, type",
                through));
    }

    /**
     * Limits the number of rows. Excess rows with the smallest offsets are merged into a row for every user: a gap may
     * then be reported unnecessarily.
     *
     * @param most the approximate number of rows to remove: those of one offset are removed together
     * @return whether more rows must be removed
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

    /** Updates first and inserts missing rows: the databases have no common syntax for MERGE or ON CONFLICT. */
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
