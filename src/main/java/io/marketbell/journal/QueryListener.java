package io.marketbell.journal;

/** Is told how long work in the database took. Called by the thread that did it: must be quick and must not fail. */
public interface QueryListener {

    enum Query {
        /** What waited for the log's writer, committed as one. */
        APPEND,
        /** History, and how far readers are. */
        READ,
        /** The ledger, and what has expired. */
        WRITE,
        /** Waiting for the disk. */
        SYNC
    }

    /** @param nanos with the wait for a connection, where it took one */
    void done(Query query, long nanos, boolean succeeded);
}
