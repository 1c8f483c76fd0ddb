package io.marketbell.database;

/** The database has not answered in time. Asking it again would take as long again. */
final class DatabaseSlow extends DatabaseUnavailable {
    DatabaseSlow(Throwable cause) {
        super("the database did not answer in time", cause);
    }
}
