package io.marketbell.journal.expiry;

import io.marketbell.database.Sql;
import io.marketbell.journal.ledger.DeliveryPage;
import io.marketbell.journal.ledger.LedgerTables;
import io.marketbell.journal.store.JournalDatabase;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Removes rows that are kept longer than their notifications: idempotency keys and deliveries. Uses transactions of a
 * bounded size, like {@link Expiry}. Not thread-safe.
 */
final class OrphanCleanup {
    /** Keys beyond this multiple of the limit are left to the next call. */
    private static final int KEY_BATCHES = 10;

    private final JournalDatabase database;

    /** The first page of deliveries that may still be in the database; only avoids an unnecessary search. */
    private long firstPage;

    OrphanCleanup(JournalDatabase database) {
        this.database = database;
    }

    void delete(Instant now, int limit) {
        int batches = 0;
        while (database.write(sql -> deleteKeys(sql, now, limit)) == limit && ++batches < KEY_BATCHES) {
            // each batch is its own transaction
        }
        prune();
    }

    private record Key(String publisher, String key) {}

    private static int deleteKeys(Sql sql, Instant now, int limit) throws SQLException {
        List<Key> expired = sql.list(
                row -> new Key(row.getString(1), row.getString(2)),
                "SELECT publisher, idempotency_key FROM journal_key WHERE expires_at <= ?"
                        + " ORDER BY expires_at FETCH FIRST ? ROWS ONLY",
                now,
                limit);
        sql.batch(
                "DELETE FROM journal_key WHERE publisher = ? AND idempotency_key = ? AND expires_at <= ?",
                expired,
                key -> Sql.values(key.publisher, key.key, now));
        return expired.size();
    }

    private void prune() {
        long page = database.read(sql -> DeliveryPage.pageOf(new LedgerTables(sql).smallestRetained()));
        if (page <= firstPage) {
            return;
        }
        for (Short bucket : DeliveryPage.allBuckets()) {
            while (database.write(sql -> new LedgerTables(sql).pruneOldestPage(bucket, page))) {
                // one page of one bucket per transaction
            }
        }
        firstPage = page;
    }
}
