package io.marketbell.database;

/**
 * Receives the duration of every piece of database work. Called on the thread that did the work; must return quickly
 * and must not throw.
 */
@FunctionalInterface
public interface QueryListener {
    QueryListener NOBODY = (purpose, nanos, succeeded) -> {};

    /**
     * @param purpose as in {@link Database#as}; the journal has purposes of its own
     * @param nanos the duration, including the wait for a connection
     */
    void done(String purpose, long nanos, boolean succeeded);
}
