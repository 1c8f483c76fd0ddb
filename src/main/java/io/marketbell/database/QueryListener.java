package io.marketbell.database;

/** Is told how long work in the database took. Called by the thread that did it: must be quick and must not fail. */
@FunctionalInterface
public interface QueryListener {
    QueryListener NOBODY = (purpose, nanos, succeeded) -> {};

    /**
     * @param purpose as in {@link Database#as}
     * @param nanos with the wait for a connection
     */
    void done(String purpose, long nanos, boolean succeeded);
}
