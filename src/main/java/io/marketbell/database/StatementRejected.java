package io.marketbell.database;

import java.sql.SQLException;

/**
 * The database is reachable and rejects a statement: a table or a privilege is missing. What needs the statement is
 * unavailable, the rest is not: it opens no circuit and is not tried again at once.
 */
final class StatementRejected extends DatabaseUnavailable {
    StatementRejected(SQLException cause) {
        super("the database rejects a statement, " + SqlFailure.describe(cause), cause);
    }
}
