package io.marketbell.database;

/** The database did not respond in time. Not retried: a retry would probably time out as well. */
final class DatabaseTimeout extends DatabaseUnavailable {
    DatabaseTimeout(Throwable cause) {
        super("the database did not answer in time", cause);
    }
}
