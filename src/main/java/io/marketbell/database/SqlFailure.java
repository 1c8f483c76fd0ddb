package io.marketbell.database;

import java.sql.SQLException;

/** What can be told of a failure in the database, and what can be done about it. */
public final class SqlFailure {
    private SqlFailure() {}

    /** For the log. Without the driver's message: PostgreSQL's holds the rows, which are customers' affairs. */
    public static String describe(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e) {
                return e.getClass().getSimpleName() + ", SQLSTATE " + e.getSQLState() + ", code " + e.getErrorCode();
            }
        }
        return failure.toString().lines().findFirst().orElse("");
    }

    /**
     * Whether the database is there and does not take these data: of the class "data exception" or "integrity constraint
     * violation" (SQL standard, part 2, 24.1).
     */
    public static boolean isAboutTheData(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }
}
