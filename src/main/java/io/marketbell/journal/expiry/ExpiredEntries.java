package io.marketbell.journal.expiry;

import io.marketbell.journal.store.JournalDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Stores summaries of expired notifications for resumes in {@code journal_expired}, with a bounded number of rows. Not
 * thread-safe.
 */
public final class ExpiredEntries {
    /** The number of rows removed in one transaction, so that each is short. */
    private static final int BATCH = 1_000;

    private static final String COLUMNS =
            "INSERT INTO journal_expired (log_offset, recipient, type, priority, instrument, broker, expires_at) ";

    private static final String ADD_SINGLE = COLUMNS
            + "SELECT e.log_offset, e.recipient, e.type, e.priority, e.instrument, e.broker, e.expires_at"
            + " FROM journal_entry e WHERE e.log_offset = ANY(?) AND e.recipient IS NOT NULL";

    private static final String ADD_SEVERAL = COLUMNS
            + "SELECT e.log_offset, r.recipient, e.type, e.priority, e.instrument, e.broker, e.expires_at"
            + " FROM journal_entry e JOIN journal_recipient r ON r.log_offset = e.log_offset"
            + " WHERE e.log_offset = ANY(?) AND e.recipient IS NULL";

    public static final String NTH = "SELECT log_offset FROM journal_expired ORDER BY log_offset, recipient"
            + " OFFSET ? ROWS FETCH FIRST 1 ROWS ONLY";

    private final JournalDatabase database;
    private final int kept;

    /** An estimate, never lower than the number of rows this node has added; negative before the first count. */
    private long rows = -1;

    /** @param kept the maximum number of rows; temporarily exceeded by the latest additions */
    ExpiredEntries(JournalDatabase database, int kept) {
        this.database = database;
        this.kept = kept;
    }

    /** Must be called in the transaction that deletes these entries, before the deletion. */
    void add(Connection connection, Object[] offsets) throws SQLException {
        for (String sql : List.of(ADD_SINGLE, ADD_SEVERAL)) {
            try (PreparedStatement insert = JournalDatabase.prepare(connection, sql)) {
                insert.setArray(1, connection.createArrayOf("bigint", offsets));
                int added = insert.executeUpdate();
                rows = rows < 0 ? rows : rows + added;
            }
        }
    }

    /** Removes rows beyond the limit. */
    void trim() {
        if (rows < 0 || rows > kept) {
            rows = database.read(connection -> count(connection, "journal_expired"));
        }
        if (rows <= kept) {
            return;
        }
        while (rows > kept) {
            int most = (int) Math.min(BATCH, rows - kept);
            int removed = database.write(connection -> forget(connection, most));
            rows = removed == 0 ? 0 : rows - removed;
        }
        while (database.write(connection -> new ForgottenTable(connection).trim(kept, BATCH))) {
            // each batch is its own transaction
        }
    }

    public static long count(Connection connection, String table) throws SQLException {
        try (PreparedStatement select = JournalDatabase.prepare(connection, "SELECT COUNT(*) FROM " + table);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** @return the number of removed rows; the rows of one notification are removed together */
    private static int forget(Connection connection, int most) throws SQLException {
        long through;
        try (PreparedStatement select = JournalDatabase.prepare(connection, NTH)) {
            select.setInt(1, most - 1);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return 0;
                }
                through = row.getLong(1);
            }
        }
        new ForgottenTable(connection).addFromExpired(through);
        try (PreparedStatement delete =
                JournalDatabase.prepare(connection, "DELETE FROM journal_expired WHERE log_offset <= ?")) {
            delete.setLong(1, through);
            return delete.executeUpdate();
        }
    }
}
