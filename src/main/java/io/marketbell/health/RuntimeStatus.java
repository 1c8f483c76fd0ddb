package io.marketbell.health;

import io.marketbell.thread.ThreadFaults;
import java.time.Duration;
import java.util.List;

/**
 * Port to the state of the other packages, implemented by the application's wiring. Implementations must not block, in
 * particular not on the database: orchestrators treat a slow health check as a failure.
 */
public interface RuntimeStatus {

    /**
     * Returns true while the journal is being opened for the first time, for example during a migration of a large
     * database.
     */
    boolean isOpening();

    /**
     * Returns false while the last values of other nodes are being loaded after the start, for at most a few seconds.
     */
    default boolean hasLastValues() {
        return true;
    }

    /** Returns true once the database was reached and has the schema of this version. */
    boolean hasSchema();

    /** Returns true if the last access to the database succeeded. */
    boolean isDatabaseReachable();

    /** Returns false if the journal's writer thread has ended, which only a restart can repair. */
    boolean isJournalWritten();

    /** Returns why this node must not use the database; empty if it may. */
    default String refusal() {
        return "";
    }

    /** Returns why this node leaves the cluster for a time; empty if it does not. */
    default String leaving() {
        return "";
    }

    /** Returns whether another node, or a setting that does not fit the database, prevents its use. */
    default boolean mustNotUseDatabase() {
        return !refusal().isEmpty();
    }

    /** Returns whether this node exchanges messages with others over a bus. */
    default boolean hasBus() {
        return false;
    }

    /** Returns false while messages are neither sent to the other nodes nor received. */
    default boolean isBusUp() {
        return true;
    }

    /** Returns the number of nodes that the operator runs. */
    default int nodesExpected() {
        return 1;
    }

    /** Returns the number of running nodes that this node knows, itself included. */
    default int nodesAlive() {
        return 1;
    }

    /** Returns the time since the last successful heartbeat of this node; zero if it needs none. */
    default Duration heartbeatAge() {
        return Duration.ZERO;
    }

    boolean isShuttingDown();

    /** Returns the number of connected clients. */
    int connections();

    /** Returns the maximum number of connected clients. */
    int connectionsAtMost();

    /** Returns the number of unexpected errors that threads and periodic tasks have survived. */
    default long threadErrors() {
        return ThreadFaults.totalCount();
    }

    /** Returns the number of threads that ended and were replaced. */
    default long threadsReplaced() {
        return ThreadFaults.totalReplacements();
    }

    /** Returns every thread that delivery depends on. */
    List<ThreadReading> threads();

    /**
     * @param name name of a thread or a group of threads
     * @param ended whether the thread has ended
     * @param silence time since the thread last started work, if work is pending
     */
    record ThreadReading(String name, boolean ended, Duration silence) {
        public boolean isStuck(Duration after) {
            return ended || silence.compareTo(after) > 0;
        }
    }
}
