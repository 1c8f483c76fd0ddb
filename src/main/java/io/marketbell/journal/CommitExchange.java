package io.marketbell.journal;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Exchanges commits with other nodes, so that they are announced without a read from the database. The database remains
 * the only truth: a commit of another node is announced from a message only if it continues the announced log, otherwise
 * it is read from the database. Thread-safe; no method blocks.
 */
public interface CommitExchange {

    /**
     * Registers the listener for commits of this node. It is called on the committing thread after the commit, and must
     * not block. Only one listener is supported.
     */
    void onOwnCommit(Consumer<CommittedGroup> listener);

    /**
     * Registers a condition: while it is true, messages about commits of other nodes are expected, and the database is
     * read only if one is missing for a short time. Must be cheap.
     */
    void expectWhile(BooleanSupplier messagesArrive);

    /** Takes a message about a commit of another node, received in any order, repeatedly, or not at all. */
    void receive(CommittedGroup group);

    Figures figures();

    /**
     * Counts since the start, except what is kept.
     *
     * @param fromMessages notifications announced from messages
     * @param fromDatabase notifications announced after a read from the database
     * @param hints messages about new commits whose notifications had to be read from the database
     * @param outdated messages about commits that were known already, or of another log
     * @param dropped messages that did not continue the log, or were too many
     * @param kept messages that wait for an earlier one
     * @param keptBytes their estimated size
     */
    record Figures(
            long fromMessages, long fromDatabase, long hints, long outdated, long dropped, int kept, long keptBytes) {}
}
