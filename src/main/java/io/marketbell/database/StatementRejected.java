package io.marketbell.database;

import java.sql.SQLException;

/**
 * The database is reachable and rejects a statement: a table or a privilege is missing. Only the feature that needs the
 * statement is unavailable. Does not open the circuit breaker and is not retried immediately.
 */
final class StatementRejected extends DatabaseUnavailable {
    StatementRejected(SQLException cause) {
        super("the database rejects a statement, " + SqlFailure.describe(cause), cause);
    }
}
