package io.marketbell.journal.expiry;

import io.marketbell.journal.ledger.DeliveryPage;
import io.marketbell.journal.ledger.LedgerTables;
import io.marketbell.journal.store.JournalDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

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

    void delete(long now, int limit) {
        int batches = 0;
        while (database.write(connection -> deleteKeys(connection, now, limit)) == limit && ++batches < KEY_BATCHES) {
            // each batch is its own transaction
        }
        prune();
    }

    private static int deleteKeys(Connection connection, long now, int limit) throws SQLException {
        try (PreparedStatement select = JournalDatabase.prepare(
                        connection,
                        "SELECT publisher, idempotency_key FROM journal_key WHERE expires_at <= ?"
                                + " ORDER BY expires_at FETCH FIRST ? ROWS ONLY");
                PreparedStatement delete = JournalDatabase.prepare(
                        connection,
                        "DELETE FROM journal_key WHERE publisher = ? AND idempotency_key = ? AND expires_at <= ?")) {
            select.setLong(1, now);
            select.setInt(2, limit);
            int found = 0;
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    delete.setString(1, row.getString(1));
                    delete.setString(2, row.getString(2));
                    delete.setLong(3, now);
                    delete.addBatch();
                    found++;
                }
            }
            if (found > 0) {
                delete.executeBatch();
            }
            return found;
        }
    }

    private void prune() {
        long page = database.read(connection -> DeliveryPage.pageOf(new LedgerTables(connection).smallestRetained()));
        if (page <= firstPage) {
            return;
        }
        for (Short bucket : DeliveryPage.allBuckets()) {
            while (database.write(connection -> new LedgerTables(connection).pruneOldestPage(bucket, page))) {
                // one page of one bucket per transaction
            }
        }
        firstPage = page;
    }
}
