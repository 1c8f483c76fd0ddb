package io.marketbell.journal;

/**
 * Receives the duration of every piece of database work. Called on the thread that did the work; must return quickly
 * and must not throw.
 */
public interface JournalQueryListener {

    enum Query {
        /** A group commit of queued appends. */
        APPEND,
        /** History and user progress. */
        READ,
        /** The ledger and expired notifications. */
        WRITE,
        /** Waiting until data is on the disk. */
        SYNC
    }

    /** @param nanos the duration, including the wait for a connection */
    void done(Query query, long nanos, boolean succeeded);
}
