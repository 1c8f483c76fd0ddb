package io.marketbell.journal.log;

import io.marketbell.database.Sql;
import io.marketbell.journal.store.EntryRow;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the log. */
final class LogReader {
    private static final String SELECT = "SELECT " + EntryRow.SELECTED + " FROM journal_entry e ";
    /** Ordered by the whole index, so that H2 does not sort; PostgreSQL recognizes this anyway. */
    static final String OF_RECIPIENT = SELECT + "WHERE e.recipient = ? AND e.log_offset > ? AND e.log_offset <= ?"
            + " AND e.expires_at > ?%s ORDER BY e.recipient, e.log_offset FETCH FIRST ? ROWS ONLY";

    static final String OF_SEVERAL = SELECT + "JOIN journal_recipient n ON n.log_offset = e.log_offset"
            + " WHERE n.recipient = ? AND n.log_offset > ? AND n.log_offset <= ?"
            + " AND e.expires_at > ?%s ORDER BY n.recipient, n.log_offset FETCH FIRST ? ROWS ONLY";

    private static final String OF_TYPES = " AND e.type = ANY(?)";

    private final Sql sql;

    LogReader(Sql sql) {
        this.sql = sql;
    }

    /**
     * Reads the three kinds of addressing along their indexes and merges the results: a single query would read and
     * sort rows beyond the limit.
     */
    List<Notification> of(String user, long after, long upTo, long now, Set<NotificationType> types, int limit)
            throws SQLException {
        List<Notification> found = new ArrayList<>();
        found.addAll(page(OF_RECIPIENT, user, after, upTo, now, types, limit));
        found.addAll(page(OF_RECIPIENT, EntryRow.EVERYONE, after, upTo, now, types, limit));
        found.addAll(page(OF_SEVERAL, user, after, upTo, now, types, limit));
        found.sort(Comparator.comparingLong(Notification::offset));
        return List.copyOf(found.subList(0, Math.min(limit, found.size())));
    }

    private List<Notification> page(
            String query, String recipient, long after, long upTo, long now, Set<NotificationType> types, int limit)
            throws SQLException {
        return types.isEmpty()
                ? entries(query.formatted(""), recipient, after, upTo, now, limit)
                : entries(query.formatted(OF_TYPES), recipient, after, upTo, now, types, limit);
    }

    /** @param through the offset up to which the page is complete; rows that cannot be read are left out */
    record Range(List<Notification> notifications, long through) {}

    /** Returns all notifications after an offset, for all recipients, including expired ones. */
    Range range(long after, long upTo, int limit) throws SQLException {
        List<Notification> found = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        sql.each(
                row -> {
                    offsets.add(row.getLong(1));
                    EntryRow.read(row).ifPresent(found::add);
                },
                SELECT + "WHERE e.log_offset > ? AND e.log_offset <= ? ORDER BY 1 FETCH FIRST ? ROWS ONLY",
                after,
                upTo,
                limit);
        return new Range(found, offsets.size() < limit ? upTo : offsets.get(limit - 1));
    }

    Optional<Notification> byId(String id) throws SQLException {
        return entries(SELECT + "WHERE e.id = ?", id).stream().findFirst();
    }

    private List<Notification> entries(String query, Object... parameters) throws SQLException {
        // a row found by its recipient has recipients that can be read
        return sql.list(EntryRow::read, query, parameters).stream()
                .flatMap(Optional::stream)
                .toList();
    }
}
