package io.marketbell.database;

import java.sql.SQLException;

/** The database is there, and does not take these data: they break a constraint, or do not fit. */
public final class DatabaseRefusal extends RuntimeException {
    DatabaseRefusal(SQLException cause) {
        super("the database refuses the data, " + SqlFailure.describe(cause), cause);
    }
}
