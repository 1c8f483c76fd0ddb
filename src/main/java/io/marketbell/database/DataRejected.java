package io.marketbell.database;

import java.sql.SQLException;

/** The database is reachable and rejects the data: they violate a constraint or exceed a limit. */
public final class DataRejected extends RuntimeException {
    public DataRejected(SQLException cause) {
        super("the database rejects the data, " + SqlFailure.describe(cause), cause);
    }
}
