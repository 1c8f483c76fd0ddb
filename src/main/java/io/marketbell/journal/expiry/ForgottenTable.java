package io.marketbell.journal.expiry;

import io.marketbell.database.Sql;
import io.marketbell.journal.store.EntryRow;
import io.marketbell.notification.NotificationType;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table {@code journal_forgotten}: the offsets up to which summaries of expired notifications are no longer stored.
 */
public final class ForgottenTable {
    private record Row(String recipient, String type, long through) {}

    private final Sql sql;

    public ForgottenTable(Sql sql) {
        this.sql = sql;
    }

    /**
     * Returns, by type, the highest offset for the user whose summary is no longer stored; types without one are
     * absent.
     */
    public Map<NotificationType, Long> of(String user) throws SQLException {
        Map<NotificationType, Long> byType = new EnumMap<>(NotificationType.class);
        sql.each(
                row -> byType.merge(NotificationType.stored(row.getString(1)), row.getLong(2), Math::max),
                "SELECT type, through FROM journal_forgotten WHERE recipient = ? OR recipient = ?",
                user,
                EntryRow.EVERYONE);
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
        long all = sql.number("SELECT COUNT(*) FROM journal_forgotten") - kept;
        long beyond = Math.min(all, most);
        Optional<Long> last = beyond <= 0
                ? Optional.empty()
                : sql.first(
                        row -> row.getLong(1),
                        "SELECT through FROM journal_forgotten WHERE recipient <> '' ORDER BY through"
                                + " OFFSET ? ROWS FETCH FIRST 1 ROWS ONLY",
                        beyond - 1);
        if (last.isEmpty()) {
            return false;
        }
        raise(rows(
                "SELECT '', type, MAX(through) FROM journal_forgotten WHERE through <= ? AND recipient <> ''"
                        + " GROUP BY type ORDER BY type",
                last.get()));
        sql.update("DELETE FROM journal_forgotten WHERE through <= ? AND recipient <> ''", last.get());
        return all > most;
    }

    private List<Row> rows(String query, long through) throws SQLException {
        return sql.list(row -> new Row(row.getString(1), row.getString(2), row.getLong(3)), query, through);
    }

    private void raise(List<Row> rows) throws SQLException {
        sql.updateOrInsert(
                "UPDATE journal_forgotten SET through = GREATEST(through, ?) WHERE recipient = ? AND type = ?",
                "INSERT INTO journal_forgotten (through, recipient, type) VALUES (?, ?, ?)",
                rows,
                row -> Sql.values(row.through, row.recipient, row.type));
    }
}
