package io.marketbell.journal.log;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import io.marketbell.cluster.node.NodeMembership;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.journal.store.LogState;
import io.marketbell.notification.Notification;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Notifies the listener of every commit, in offset order, and advances the known head. All methods except
 * {@link #onCommitted} must be called on the writer's thread.
 */
final class CommitNotifier {
    private static final System.Logger LOG = System.getLogger(CommitNotifier.class.getName());
    private static final int CATCH_UP_PAGE = 1_000;

    private final JournalDatabase database;
    private final LogState state;
    private final LogTakeover takeover;
    private final NodeMembership membership;
    private volatile Consumer<List<Notification>> listener = committed -> {};
    private boolean otherNodesDetected;

    CommitNotifier(JournalDatabase database, LogState state, LogTakeover takeover, NodeMembership membership) {
        this.database = database;
        this.state = state;
        this.takeover = takeover;
        this.membership = membership;
    }

    void onCommitted(Consumer<List<Notification>> listener) {
        this.listener = listener;
    }

    /** Catches up with notifications that another node has committed beyond the known head. */
    void catchUpWithOthers(long head) {
        if (state.head() < head && !otherNodesDetected) {
            otherNodesDetected = true;
            LOG.log(
                    WARNING,
                    "another node writes to this database. Durable notifications reach the clients of both nodes; volatile"
                            + " notifications, last values and unsaved acknowledgements do not. Only one node for each"
                            + " database is supported.");
        }
        catchUp(head);
    }

    /** Announces commits that were not announced yet: by another node, or commits whose response was lost. */
    void catchUp(long head) {
        while (state.head() < head) {
            long after = state.head();
            List<Notification> missed = database.read(sql -> new LogReader(sql).range(after, head, CATCH_UP_PAGE));
            if (missed.isEmpty()) {
                state.head(head, null);
                state.announced(head);
            } else {
                announce(missed);
            }
        }
    }

    void announce(List<Notification> committed) {
        if (committed.isEmpty()) {
            return;
        }
        verifyMembership();
        Notification last = committed.get(committed.size() - 1);
        state.head(last.offset(), last.id());
        takeover.announced(committed);
        try {
            listener.accept(committed);
        } catch (RuntimeException | Error e) {
            // the notifications are committed and readable; a failing listener must not stop the log
            LOG.log(ERROR, "the listener failed at offset " + committed.get(0).offset(), e);
        }
        state.announced(last.offset());
    }

    private void verifyMembership() {
        try {
            membership.verify();
        } catch (SQLException e) {
            throw new JournalUnavailable("the membership of this node could not be verified", e);
        }
    }
}
