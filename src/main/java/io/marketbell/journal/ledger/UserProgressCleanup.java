package io.marketbell.journal.ledger;

import io.marketbell.database.Sql;
import io.marketbell.journal.store.JournalDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Deletes the progress of users who have been inactive for long and have no notifications in the log. Such a user
 * restarts like a new one: the deleted acknowledgements concern only notifications that can no longer be queried, and a
 * resume computes missed notifications without them. Each call processes a bounded number of users and continues where
 * the previous one ended.
 */
public final class UserProgressCleanup {
    private static final int USERS_A_CALL = 1_000;

    /** A join, since H2 reads a whole index for {@code = ANY} combined with another condition. */
    public static final String UNUSED = "SELECT r.reader, r.saved_at FROM UNNEST(CAST(? AS VARCHAR ARRAY)) wanted(name)"
            + " JOIN journal_reader r ON r.reader = wanted.name WHERE r.saved_at < ? AND r.acknowledged < ?"
            + " AND NOT EXISTS (SELECT 1 FROM journal_entry e WHERE e.recipient = r.reader)"
            + " AND NOT EXISTS (SELECT 1 FROM journal_recipient n WHERE n.recipient = r.reader)";

    /** Ordered by the whole index, so that H2 does not sort. */
    public static final String FIRST_FOR_EVERYONE = "SELECT log_offset FROM journal_entry WHERE recipient = ''"
            + " ORDER BY recipient, log_offset FETCH FIRST 1 ROWS ONLY";

    private final JournalDatabase database;
    private final Duration retention;
    private String last = "";

    public UserProgressCleanup(JournalDatabase database, Duration retention) {
        this.database = database;
        this.retention = retention;
    }

    public synchronized void clean(Instant now) {
        List<String> users = database.read(sql -> sql.list(
                row -> row.getString(1),
                "SELECT reader FROM journal_reader WHERE reader > ? ORDER BY reader FETCH FIRST ? ROWS ONLY",
                last,
                USERS_A_CALL));
        if (!users.isEmpty()) {
            database.write(sql -> delete(sql, users, now.minus(retention)));
        }
        last = users.size() < USERS_A_CALL ? "" : users.get(USERS_A_CALL - 1);
    }

    private record Unused(String user, long savedAt) {}

    private static int[] delete(Sql sql, List<String> users, Instant savedBefore) throws SQLException {
        // progress beyond a broadcast is still needed for the state of that broadcast
        long firstForEveryone =
                sql.first(row -> row.getLong(1), FIRST_FOR_EVERYONE).orElse(Long.MAX_VALUE);
        List<Unused> unused = sql.list(
                row -> new Unused(row.getString(1), row.getLong(2)), UNUSED, users, savedBefore, firstForEveryone);
        return sql.batch(
                "DELETE FROM journal_reader WHERE reader = ? AND saved_at = ?",
                unused,
                progress -> Sql.values(progress.user, progress.savedAt));
    }
}
