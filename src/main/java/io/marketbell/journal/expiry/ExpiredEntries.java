package io.marketbell.journal.expiry;

import io.marketbell.database.Sql;
import io.marketbell.journal.store.JournalDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Stores summaries of expired notifications for resumes in {@code journal_expired}, with a bounded number of rows. Not
 * thread-safe.
 */
public final class ExpiredEntries {
    /** The number of rows removed in one transaction, so that each is short. */
    private static final int BATCH = 1_000;

    private static final Duration RECOUNT = Duration.ofMinutes(10);

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

    private Instant countedAt = Instant.EPOCH;

    /** @param kept the maximum number of rows; temporarily exceeded by the latest additions */
    ExpiredEntries(JournalDatabase database, int kept) {
        this.database = database;
        this.kept = kept;
    }

    /** Must be called in the transaction that deletes these entries, before the deletion. */
    void add(Sql sql, List<Long> offsets) throws SQLException {
        for (String insert : List.of(ADD_SINGLE, ADD_SEVERAL)) {
            int added = sql.update(insert, offsets);
            rows = rows < 0 ? rows : rows + added;
        }
    }

    /** Removes rows beyond the limit. */
    void trim(Instant now) {
        if (rows < 0 || rows > kept || otherNodesMayHaveAdded(now)) {
            countedAt = now;
            rows = database.read(sql -> sql.number("SELECT COUNT(*) FROM journal_expired"));
        }
        if (rows <= kept) {
            return;
        }
        while (rows > kept) {
            int most = (int) Math.min(BATCH, rows - kept);
            int removed = database.write(sql -> forget(sql, most));
            rows = removed == 0 ? 0 : rows - removed;
        }
        while (database.write(sql -> new ForgottenTable(sql).trim(kept, BATCH))) {
            // each batch is its own transaction
        }
    }

    private boolean otherNodesMayHaveAdded(Instant now) {
        return !database.connections().isEmbedded() && !now.isBefore(countedAt.plus(RECOUNT));
    }

    /** @return the number of removed rows; the rows of one notification are removed together */
    private static int forget(Sql sql, int most) throws SQLException {
        Optional<Long> through = sql.first(row -> row.getLong(1), NTH, most - 1);
        if (through.isEmpty()) {
            return 0;
        }
        new ForgottenTable(sql).addFromExpired(through.get());
        return sql.update("DELETE FROM journal_expired WHERE log_offset <= ?", through.get());
    }
}
