package io.marketbell.health;

import io.marketbell.thread.ThreadFaults;
import java.time.Duration;
import java.util.List;

/**
 * What this room asks of the others; implemented where the rooms are put together. Nothing here may wait, least of all for the
 * database: it is asked by orchestrators, who take waiting for death.
 */
public interface Vitals {

    /** Whether it is still opening its journal for the first time, as when a large database is migrated. */
    boolean isOpening();

    /** Whether the database was reached and has this version's schema. */
    boolean hasSchema();

    /** Whether the database answered when it was last needed. */
    boolean isDatabaseReachable();

    /** False where what writes the journal has ended, which nothing but a restart mends. */
    boolean isJournalWritten();

    boolean isShuttingDown();

    /** Readers connected now. */
    int connections();

    /** How many readers this node takes. */
    int connectionsAtMost();

    /** Unexpected errors that threads and periodic tasks have survived. */
    default long threadErrors() {
        return ThreadFaults.totalCount();
    }

    /** Threads that had ended and were replaced. */
    default long threadsReplaced() {
        return ThreadFaults.totalReplacements();
    }

    /** Everything that has to turn for notifications to reach their readers. */
    List<Turning> turning();

    /**
     * @param name of a thread, or of what several of them do together
     * @param ended whether the thread is gone
     * @param silence for how long nothing was begun although there is something to do
     */
    record Turning(String name, boolean ended, Duration silence) {
        boolean isStuck(Duration after) {
            return ended || silence.compareTo(after) > 0;
        }
    }
}
