package io.marketbell.database;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemCause;
import io.marketbell.http.problem.ProblemType;
import java.sql.SQLException;

/** The database is unreachable, timed out, or returned an unexpected error. */
public class DatabaseUnavailable extends RuntimeException implements ProblemCause {
    public DatabaseUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public Problem problem() {
        return Problem.of(ProblemType.UNAVAILABLE, "the database is unavailable; retry later");
    }

    /** The database did not respond in time. Not retried: a retry would probably time out as well. */
    static final class TimedOut extends DatabaseUnavailable {
        TimedOut(Throwable cause) {
            super("the database did not answer in time", cause);
        }
    }

    /**
     * The database is reachable and rejects a statement: a table or a privilege is missing. Only the feature that needs
     * the statement is unavailable. Does not open the circuit breaker and is not retried immediately.
     */
    static final class StatementRejected extends DatabaseUnavailable {
        StatementRejected(SQLException cause) {
            super("the database rejects a statement, " + SqlFailure.describe(cause), cause);
        }
    }

    /**
     * Too many calls are in progress; the database itself may be reachable. Not retried, and no failure of the
     * database.
     */
    public static final class Overloaded extends DatabaseUnavailable {
        public Overloaded(Throwable cause) {
            super("too many calls wait for the database", cause);
        }
    }
}
