package io.marketbell.journal.expiry;

import io.marketbell.journal.store.EntryRow;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.notification.Notification;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds expired notifications, oldest first, bounded by rows: a notification for a thousand users has more than a
 * thousand rows. The cost of the search and the size of the result do not grow with the number of expired
 * notifications.
 */
final class DueEntries {
    /** A notification has up to a thousand recipients; this limits the rows that one count reads. */
    private static final int COUNTED_AT_ONCE = 10;

    /** A join, since H2 may read a whole index for {@code = ANY}. */
    static final String COUNT = "SELECT r.log_offset, COUNT(*) FROM UNNEST(CAST(? AS BIGINT ARRAY)) wanted(log_offset)"
            + " JOIN journal_recipient r ON r.log_offset = wanted.log_offset GROUP BY r.log_offset";

    private static final String DUE = "SELECT e.log_offset, e.recipient FROM journal_entry e WHERE e.expires_at <= ?"
            + " ORDER BY e.expires_at FETCH FIRST ? ROWS ONLY";

    private static final String LOAD = "SELECT " + EntryRow.SELECTED
            + " FROM UNNEST(CAST(? AS BIGINT ARRAY)) wanted(log_offset)"
            + " JOIN journal_entry e ON e.log_offset = wanted.log_offset";

    private final Connection connection;

    DueEntries(Connection connection) {
        this.connection = connection;
    }

    /**
     * Returns the number of rows that deleting a notification changes: its own, and for each recipient its row and its
     * progress.
     */
    static int rows(Notification notification) {
        return 1 + 2 * notification.recipients().size();
    }

    /**
     * Returns at most {@code limit} notifications with at most {@code rows} rows together, but at least one
     * notification if any has expired.
     */
    List<Notification> oldest(long now, int limit, int rows) throws SQLException {
        return load(withinRows(due(now, limit), rows));
    }

    private record Due(long offset, boolean hasSeveralRecipients) {}

    private List<Due> due(long now, int limit) throws SQLException {
        List<Due> due = new ArrayList<>();
        try (PreparedStatement select = JournalDatabase.prepare(connection, DUE)) {
            select.setLong(1, now);
            select.setInt(2, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    due.add(new Due(row.getLong(1), row.getString(2) == null));
                }
            }
        }
        return due;
    }

    private List<Long> withinRows(List<Due> due, int rows) throws SQLException {
        List<Long> chosen = new ArrayList<>();
        long used = 0;
        for (int from = 0; from < due.size(); from += COUNTED_AT_ONCE) {
            List<Due> some = due.subList(from, Math.min(due.size(), from + COUNTED_AT_ONCE));
            Map<Long, Integer> recipients = recipients(some);
            for (Due each : some) {
                used += 1 + 2L * recipients.getOrDefault(each.offset, 1);
                if (used > rows && !chosen.isEmpty()) {
                    return chosen;
                }
                chosen.add(each.offset);
            }
        }
        return chosen;
    }

    private Map<Long, Integer> recipients(List<Due> some) throws SQLException {
        List<Long> several =
                some.stream().filter(Due::hasSeveralRecipients).map(Due::offset).toList();
        Map<Long, Integer> counts = new HashMap<>();
        if (!several.isEmpty()) {
            try (PreparedStatement count = JournalDatabase.prepare(connection, COUNT)) {
                count.setArray(1, array(several));
                try (ResultSet row = count.executeQuery()) {
                    while (row.next()) {
                        counts.put(row.getLong(1), row.getInt(2));
                    }
                }
            }
        }
        return counts;
    }

    private List<Notification> load(List<Long> offsets) throws SQLException {
        List<Notification> entries = new ArrayList<>();
        if (!offsets.isEmpty()) {
            try (PreparedStatement select = JournalDatabase.prepare(connection, LOAD)) {
                select.setArray(1, array(offsets));
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        entries.add(EntryRow.read(row));
                    }
                }
            }
        }
        return entries;
    }

    private Array array(List<Long> offsets) throws SQLException {
        return connection.createArrayOf("bigint", offsets.toArray());
    }
}
