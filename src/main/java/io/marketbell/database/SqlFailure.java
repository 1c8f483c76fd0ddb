package io.marketbell.database;

import java.sql.SQLException;
import java.util.Set;

/** Describes and classifies database failures. */
public final class SqlFailure {
    /** The SQLSTATEs of PostgreSQL and H2 for an undefined table. */
    private static final Set<String> MISSING_TABLE = Set.of("42P01", "42S02", "42S03", "42S04");

    private SqlFailure() {}

    /**
     * Returns a description for the log. Omits the driver's message: PostgreSQL's contains row values, which are
     * customer data.
     */
    public static String describe(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e) {
                return e.getClass().getSimpleName() + ", SQLSTATE " + e.getSQLState() + ", code " + e.getErrorCode();
            }
        }
        return failure.toString().lines().findFirst().orElse("");
    }

    /**
     * Returns whether the database is reachable and rejects the data: SQLSTATE class "cardinality violation", "data
     * exception", "integrity constraint violation" or "with check option violation" (SQL standard, part 2, 24.1), or
     * PostgreSQL's "program limit exceeded".
     */
    public static boolean isAboutTheData(SQLException e) {
        return isOfClass(e, Set.of("21", "22", "23", "44", "54"));
    }

    /**
     * Returns whether the database is reachable but its tables are missing: it was emptied, or it is a different
     * database.
     */
    public static boolean isAboutMissingTables(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && MISSING_TABLE.contains(String.valueOf(e.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether the database is reachable and rejects the statement regardless of its data: SQLSTATE class
     * "feature not supported" or "syntax error or access rule violation".
     */
    static boolean isAboutTheStatement(SQLException e) {
        return isOfClass(e, Set.of("0A", "42"));
    }

    private static boolean isOfClass(SQLException e, Set<String> classes) {
        String state = e.getSQLState();
        return state != null && state.length() == 5 && classes.contains(state.substring(0, 2));
    }
}
