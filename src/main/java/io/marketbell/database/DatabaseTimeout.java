package io.marketbell.database;

/** The database has not answered in time. Asking it again would take as long again. */
final class DatabaseTimeout extends DatabaseUnavailable {
    DatabaseTimeout(Throwable cause) {
        super("the database did not answer in time", cause);
    }
}
