package io.marketbell.database;

import java.sql.SQLException;
import java.util.Set;

/** What can be told of a failure in the database, and what can be done about it. */
public final class SqlFailure {
    /** As PostgreSQL and H2 name an undefined table. */
    private static final Set<String> MISSING_TABLE = Set.of("42P01", "42S02", "42S03", "42S04");

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
     * Whether the database is reachable and rejects these data: of the classes "cardinality violation", "data exception",
     * "integrity constraint violation" and "with check option violation" (SQL standard, part 2, 24.1), or PostgreSQL's
     * "program limit exceeded".
     */
    public static boolean isAboutTheData(SQLException e) {
        return isOfClass(e, Set.of("21", "22", "23", "44", "54"));
    }

    /** Whether the database is reachable without its tables: it was emptied, or is another one. */
    public static boolean isAboutMissingTables(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && MISSING_TABLE.contains(String.valueOf(e.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the database is reachable and rejects the statement, whatever its data: of the classes "feature not
     * supported" and "syntax error or access rule violation".
     */
    static boolean isAboutTheStatement(SQLException e) {
        return isOfClass(e, Set.of("0A", "42"));
    }

    private static boolean isOfClass(SQLException e, Set<String> classes) {
        String state = e.getSQLState();
        return state != null && state.length() == 5 && classes.contains(state.substring(0, 2));
    }
}
