package io.marketbell.journal.ledger;

import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.journal.store.Microseconds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
        List<String> users = database.read(this::next);
        if (!users.isEmpty()) {
            long savedBefore = Microseconds.of(now.minus(retention));
            database.write(connection -> delete(connection, users, savedBefore));
        }
        last = users.size() < USERS_A_CALL ? "" : users.get(USERS_A_CALL - 1);
    }

    private List<String> next(Connection connection) throws SQLException {
        List<String> users = new ArrayList<>();
        try (PreparedStatement select = JournalDatabase.prepare(
                connection,
                "SELECT reader FROM journal_reader WHERE reader > ? ORDER BY reader FETCH FIRST ? ROWS ONLY")) {
            select.setString(1, last);
            select.setInt(2, USERS_A_CALL);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    users.add(row.getString(1));
                }
            }
        }
        return users;
    }

    private static Void delete(Connection connection, List<String> users, long savedBefore) throws SQLException {
        long firstForEveryone = firstForEveryone(connection);
        try (PreparedStatement select = JournalDatabase.prepare(connection, UNUSED);
                PreparedStatement delete = JournalDatabase.prepare(
                        connection, "DELETE FROM journal_reader WHERE reader = ? AND saved_at = ?")) {
            select.setArray(1, connection.createArrayOf("varchar", users.toArray()));
            select.setLong(2, savedBefore);
            select.setLong(3, firstForEveryone);
            boolean any = false;
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    delete.setString(1, row.getString(1));
                    delete.setLong(2, row.getLong(2));
                    delete.addBatch();
                    any = true;
                }
            }
            if (any) {
                delete.executeBatch();
            }
        }
        return null;
    }

    /** Progress beyond a broadcast is still needed for the state of that broadcast. */
    private static long firstForEveryone(Connection connection) throws SQLException {
        try (PreparedStatement select = JournalDatabase.prepare(connection, FIRST_FOR_EVERYONE);
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : Long.MAX_VALUE;
        }
    }
}
