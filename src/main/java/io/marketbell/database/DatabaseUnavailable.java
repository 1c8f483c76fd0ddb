package io.marketbell.database;

/** The database is unreachable, timed out, or returned an unexpected error. */
public class DatabaseUnavailable extends RuntimeException {
    public DatabaseUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
