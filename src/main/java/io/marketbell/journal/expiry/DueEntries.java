package io.marketbell.journal.expiry;

import io.marketbell.database.Sql;
import io.marketbell.journal.store.EntryRow;
import io.marketbell.notification.Notification;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    private final Sql sql;

    DueEntries(Sql sql) {
        this.sql = sql;
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
    List<Notification> oldest(Instant now, int limit, int rows) throws SQLException {
        List<Due> due = sql.list(row -> new Due(row.getLong(1), row.getString(2) == null), DUE, now, limit);
        List<Long> offsets = withinRows(due, rows);
        if (offsets.isEmpty()) {
            return List.of();
        }
        return sql.list(EntryRow::read, LOAD, offsets).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private record Due(long offset, boolean hasSeveralRecipients) {}

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
            sql.each(row -> counts.put(row.getLong(1), row.getInt(2)), COUNT, several);
        }
        return counts;
    }
}
