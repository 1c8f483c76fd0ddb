package io.marketbell.journal.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The limits of a transaction that locks the row of the head on PostgreSQL, so that a node that is frozen in one does
 * not stop the other nodes. They apply to the transaction only, and therefore also behind a connection pooler that
 * pools transactions.
 *
 * @param lock the maximum wait for the lock
 * @param idle the maximum pause between two statements; then the server ends the session and rolls back
 */
public record HeadLock(Duration lock, Duration idle) {
    public static final HeadLock DEFAULT = new HeadLock(Duration.ofSeconds(5), Duration.ofSeconds(2));

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /**
     * Returns the statement that locks and selects the row. It sets the limits too: a separate statement would cost a
     * round trip for each commit. The server evaluates the joined row before it locks.
     */
    public String select(Connection connection) throws SQLException {
        if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
            return HeadTable.SELECT + " FOR UPDATE";
        }
        String limits = " CROSS JOIN (SELECT set_config('lock_timeout', '%d', TRUE) AS lock_limit,"
                + " set_config('idle_in_transaction_session_timeout', '%d', TRUE) AS idle_limit) limits";
        return "SELECT " + HeadTable.COLUMNS + ", limits.lock_limit, limits.idle_limit FROM journal_head h"
                + String.format(limits, lock.toMillis(), idle.toMillis()) + HeadTable.ONLY_ROW + " FOR UPDATE OF h";
    }

    /** Returns whether the wait for the lock timed out. The connection is still usable. */
    public static boolean isTimeout(SQLException e) {
        return LOCK_NOT_AVAILABLE.equals(e.getSQLState());
    }
}
