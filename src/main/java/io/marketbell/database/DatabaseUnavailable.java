package io.marketbell.database;

/** The database does not answer, not in time, or not with what it was asked for. */
public class DatabaseUnavailable extends RuntimeException {
    public DatabaseUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
