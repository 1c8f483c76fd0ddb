package io.marketbell.database;

/** Too many calls are in progress; the database itself may be reachable. Not retried, and no failure of the database. */
public final class DatabaseOverloaded extends DatabaseUnavailable {
    public DatabaseOverloaded(Throwable cause) {
        super("too many calls wait for the database", cause);
    }
}
