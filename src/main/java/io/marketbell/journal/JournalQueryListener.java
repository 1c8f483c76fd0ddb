package io.marketbell.journal;

/** Is told how long work in the database took. Called by the thread that did it: must be quick and must not fail. */
public interface JournalQueryListener {

    enum Query {
        /** What waited for the log's writer, committed as one. */
        APPEND,
        /** History, and how far users are. */
        READ,
        /** The ledger, and what has expired. */
        WRITE,
        /** Waiting for the disk. */
        SYNC
    }

    /** @param nanos with the wait for a connection, where it took one */
    void done(Query query, long nanos, boolean succeeded);
}
