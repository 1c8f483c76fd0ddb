package io.marketbell.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The limits of a transaction that locks a row which other nodes need, so that a node that is frozen in one does not
 * stop the others. They apply to the transaction only, and therefore also behind a pooler that pools transactions. Only
 * PostgreSQL has them; an embedded database has one node.
 *
 * @param lock the maximum wait for the lock
 * @param idle the maximum pause between two statements; then the server ends the session and rolls back
 */
public record LockLimits(Duration lock, Duration idle) {
    public static final LockLimits DEFAULT = new LockLimits(Duration.ofSeconds(5), Duration.ofSeconds(2));

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /**
     * Returns a query that also sets the limits, before it locks: a separate statement would cost a round trip.
     *
     * @param columns the columns to select, of the table {@code t}
     * @param table the table
     * @param condition the condition of the locked rows
     */
    public String selectForUpdate(Connection connection, String columns, String table, String condition)
            throws SQLException {
        String query = "SELECT %s%s FROM %s t%s WHERE %s FOR UPDATE%s";
        if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
            return String.format(query, columns, "", table, "", condition, "");
        }
        String limits = String.format(
                " CROSS JOIN (SELECT set_config('lock_timeout', '%d', TRUE) AS lock_limit,"
                        + " set_config('idle_in_transaction_session_timeout', '%d', TRUE) AS idle_limit) limits",
                lock.toMillis(), idle.toMillis());
        return String.format(
                query, columns, ", limits.lock_limit, limits.idle_limit", table, limits, condition, " OF t");
    }

    /** Returns whether the wait for the lock timed out. The connection is still usable. */
    public static boolean isTimeout(SQLException e) {
        return LOCK_NOT_AVAILABLE.equals(e.getSQLState());
    }
}
