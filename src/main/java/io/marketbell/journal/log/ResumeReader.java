package io.marketbell.journal.log;

import io.marketbell.database.Sql;
import io.marketbell.journal.Journal.Past;
import io.marketbell.journal.expiry.ForgottenTable;
import io.marketbell.journal.store.EntryRow;
import io.marketbell.notification.Notification;
import io.marketbell.notification.StoredType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** Reads a page of a user's past notifications for a resume: unexpired notifications and summaries of expired ones. */
final class ResumeReader {
    /** The number of expired summaries per page; they are small. */
    private static final int EXPIRED_ROWS = 1_000;

    private static final String COLUMNS =
            "e.log_offset, e.recipient, e.type, e.priority, e.instrument, e.broker, e.expires_at";

    private static final String RANGE = " AND %1$s.log_offset > ? AND %1$s.log_offset <= ? AND e.expires_at <= ?"
            + " ORDER BY %1$s.recipient, %1$s.log_offset FETCH FIRST ? ROWS ONLY";

    /** Expired notifications for one name that are not deleted yet. */
    static final String DUE =
            "SELECT " + COLUMNS + " FROM journal_entry e WHERE e.recipient = ?" + RANGE.formatted("e");

    static final String DUE_OF_SEVERAL = "SELECT " + COLUMNS.replace("e.recipient", "n.recipient")
            + " FROM journal_entry e JOIN journal_recipient n ON n.log_offset = e.log_offset WHERE n.recipient = ?"
            + RANGE.formatted("n");

    static final String DELETED =
            "SELECT " + COLUMNS + " FROM journal_expired e WHERE e.recipient = ?" + RANGE.formatted("e");

    /**
     * All of them in one statement: after the end of a node, thousands of clients resume at once. Each part has its own
     * limit; the last column has its number.
     */
    static final String EXPIRED = union(DUE, DUE, DUE_OF_SEVERAL, DELETED, DELETED);

    private static final int PARTS = 5;

    private final Sql sql;

    ResumeReader(Sql sql) {
        this.sql = sql;
    }

    /**
     * The order of the statements matters, because each sees concurrent commits: an entry that moves from the log to
     * the expired table, and then to the forgotten table, is found in at least one of them.
     */
    Past read(String user, long after, long upTo, long now, int limit) throws SQLException {
        List<Notification> kept = new LogReader(sql).of(user, after, upTo, now, Set.of(), limit);
        long through = kept.size() < limit ? upTo : kept.get(limit - 1).offset();
        List<List<Notification>> parts = expired(user, after, through, now);
        List<Notification> expired = new ArrayList<>();
        for (List<Notification> part : parts) {
            expired.addAll(part);
            through = part.size() < EXPIRED_ROWS
                    ? through
                    : Math.min(through, part.get(part.size() - 1).offset());
        }
        long end = through;
        return new Past(
                kept.stream().filter(found -> found.offset() <= end).toList(),
                expired.stream()
                        .filter(found -> found.offset() <= end)
                        .sorted(Comparator.comparingLong(Notification::offset))
                        .toList(),
                end,
                new ForgottenTable(sql).of(user));
    }

    /** Returns a page of each part, in the order of offsets. */
    private List<List<Notification>> expired(String user, long after, long upTo, long now) throws SQLException {
        List<List<Notification>> parts = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) {
            parts.add(new ArrayList<>());
        }
        List<Object> parameters = new ArrayList<>();
        for (String recipient : List.of(user, EntryRow.EVERYONE, user, user, EntryRow.EVERYONE)) {
            parameters.addAll(List.of(recipient, after, upTo, now, EXPIRED_ROWS));
        }
        sql.each(row -> parts.get(row.getInt(8)).add(notification(row)), EXPIRED, parameters.toArray());
        parts.forEach(part -> part.sort(Comparator.comparingLong(Notification::offset)));
        return parts;
    }

    private static String union(String... queries) {
        StringJoiner union = new StringJoiner(" UNION ALL ");
        for (int part = 0; part < queries.length; part++) {
            union.add('(' + queries[part].replaceFirst(" FROM ", ", " + part + " FROM ") + ')');
        }
        return union.toString();
    }

    private static Notification notification(ResultSet row) throws SQLException {
        String recipient = row.getString(2);
        StoredType type = EntryRow.type(
                row.getString(3),
                row.getLong(1),
                !recipient.equals(EntryRow.EVERYONE),
                row.getString(5),
                row.getString(6));
        return new Notification(
                "",
                type.type(),
                EntryRow.priority(row.getString(4)),
                Instant.EPOCH,
                row.getString(5),
                row.getString(6),
                recipient.equals(EntryRow.EVERYONE) ? List.of() : List.of(recipient),
                row.getLong(1),
                Sql.time(row, 7),
                null,
                null,
                "",
                Instant.EPOCH,
                null,
                null,
                type.unknownName());
    }
}
