package io.marketbell.database.job;

import io.marketbell.database.Sql;
import java.sql.SQLException;

/**
 * Work on shared rows that one node at a time does. On PostgreSQL each job has an advisory lock that a transaction
 * holds until its end: a node that ends or loses its connection releases it, and connection pools in transaction mode
 * are supported. An embedded database belongs to one process and needs no locks.
 */
public enum Job {
    FIRST_ADMIN_KEY(1),

    /** Deletes expired notifications, their idempotency keys, and rows of the ledger that are no longer used. */
    EXPIRY(2),

    /** Deletes callbacks that were given up long ago. */
    CALLBACK_CLEANUP(3),

    /** Deletes the oldest dead letters beyond the maximum number. */
    DEAD_LETTER_EVICTION(4),

    /** Marks a node as leaving, while no other one is. */
    NODE_LEAVING(5);

    /** The first half of the locks' keys. The migrations' locks have keys of one part, which differ from all of these. */
    private static final int LOCKS = 0x6D626A6F;

    /** The second half of the lock's key; must not change, because nodes of two releases may run at the same time. */
    private final int number;

    Job(int number) {
        this.number = number;
    }

    /**
     * Attempts to take the lock for the remaining transaction. Does not wait. If it is not taken, the caller must skip
     * its turn.
     */
    public boolean isTakenBy(Sql transaction) throws SQLException {
        return !isPostgres(transaction)
                || transaction
                        .first(row -> row.getBoolean(1), "SELECT pg_try_advisory_xact_lock(?, ?)", LOCKS, number)
                        .orElseThrow();
    }

    static boolean isPostgres(Sql sql) throws SQLException {
        return sql.connection().getMetaData().getDatabaseProductName().equals("PostgreSQL");
    }
}
