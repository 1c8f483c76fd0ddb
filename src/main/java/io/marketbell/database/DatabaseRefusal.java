package io.marketbell.database;

import java.sql.SQLException;

/** The database is there, and does not take these data: they break a constraint, or do not fit. */
public final class DatabaseRefusal extends RuntimeException {
    DatabaseRefusal(SQLException cause) {
        super("the database refuses the data, " + JdbcDatabase.describe(cause), cause);
    }

    /** Of the class "data exception" or "integrity constraint violation" (SQL standard, part 2, 24.1). */
    static boolean isOne(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }
}
