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

    private final Sql sql;

    ResumeReader(Sql sql) {
        this.sql = sql;
    }

    /**
     * The order of the reads matters, because each read sees concurrent commits: an entry that moves from the log to
     * the expired table, and then to the forgotten table, is found in at least one of them.
     */
    Past read(String user, long after, long upTo, long now, int limit) throws SQLException {
        List<Notification> kept = new LogReader(sql).of(user, after, upTo, now, Set.of(), limit);
        long through = kept.size() < limit ? upTo : kept.get(limit - 1).offset();
        List<Notification> expired = new ArrayList<>();
        for (String query : List.of(DUE, DUE_OF_SEVERAL, DELETED)) {
            through = read(query, user, after, through, now, expired);
            if (!query.equals(DUE_OF_SEVERAL)) {
                through = read(query, EntryRow.EVERYONE, after, through, now, expired);
            }
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

    /** @return the offset up to which everything was read */
    private long read(String query, String recipient, long after, long upTo, long now, List<Notification> found)
            throws SQLException {
        List<Notification> page =
                sql.list(ResumeReader::notification, query, recipient, after, upTo, now, EXPIRED_ROWS);
        found.addAll(page);
        return page.size() < EXPIRED_ROWS ? upTo : page.get(page.size() - 1).offset();
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
