package io.marketbell.journal.log;

import static java.lang.System.Logger.Level.ERROR;

import io.marketbell.cluster.NodeRefused;
import io.marketbell.cluster.node.Joining;
import io.marketbell.cluster.node.NodeMembership;
import io.marketbell.database.Sql;
import io.marketbell.journal.Journal.Reset;
import io.marketbell.journal.ledger.JdbcLedger;
import io.marketbell.journal.store.DoubtTable;
import io.marketbell.journal.store.Doubts;
import io.marketbell.journal.store.HeadTable;
import io.marketbell.journal.store.HeadTable.HeadRow;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.journal.store.LogContinuity;
import io.marketbell.journal.store.LogState;
import io.marketbell.journal.store.PositionFile;
import io.marketbell.journal.store.PositionFile.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes over a different log found in the database: gives it a new epoch, unless another node has done so, and discards
 * the state of the old log. Confined to the committer's thread.
 */
final class LogTakeover {
    private static final System.Logger LOG = System.getLogger(LogTakeover.class.getName());

    private final LogState state;
    private final NodeMembership membership;
    private final JdbcLedger ledger;
    private final CommitNotifier notifier;
    private final LogContinuity continuity;
    private final PositionFile positionFile;
    private volatile Consumer<Reset> listener = reset -> {};

    LogTakeover(
            LogState state,
            NodeMembership membership,
            JdbcLedger ledger,
            CommitNotifier notifier,
            LogContinuity continuity,
            PositionFile positionFile) {
        this.positionFile = positionFile;
        this.state = state;
        this.membership = membership;
        this.ledger = ledger;
        this.notifier = notifier;
        this.continuity = continuity;
    }

    void onReset(Consumer<Reset> listener) {
        this.listener = listener;
    }

    LogContinuity continuity() {
        return continuity;
    }

    private record Opened(HeadRow head, Joining joining, Doubts doubts) {}

    /**
     * Marks the log as in use, and joins the nodes that use it. If the log was restored while this node did not run, it
     * gets a new epoch.
     *
     * @throws NodeRefused if this node must not use the log; nothing was changed then
     */
    void start(JournalDatabase database) {
        Optional<Position> known = positionFile.read();
        Opened opened = database.write(sql -> {
            HeadRow head = HeadTable.start(sql, known);
            return joined(sql, head, head.offset());
        });
        HeadRow head = opened.head;
        ledger.ownDoubt().restart(head.epoch(), head.offset());
        membership.accept(opened.joining);
        state.head(head.offset(), head.id());
        known.filter(before -> !before.epoch().equals(head.epoch()))
                .ifPresent(before -> LOG.log(
                        ERROR,
                        "the database has a different log than when this node last ran: it was restored, or is another database."
                                + " Epoch {0} was seen up to offset {1}; epoch {2} is at offset {3}; clients that resume"
                                + " with an offset of the old epoch are sent RESET",
                        before.epoch(),
                        Long.toString(before.head().offset()),
                        head.epoch(),
                        Long.toString(head.offset())));
        state.opened(head.epoch(), opened.doubts);
    }

    /** @param sentThrough this node has sent nothing of this log above this offset */
    private Opened joined(Sql sql, HeadRow head, long sentThrough) throws SQLException {
        Joining joining = membership.join(sql, ledger.ownDoubt().firstAfter(sentThrough));
        return new Opened(head, joining, DoubtTable.of(sql, joining.incarnation()));
    }

    /**
     * Checks the log in a transaction, and commits that transaction. Must be called on every new connection of the
     * committer.
     */
    void check(Connection connection) throws SQLException {
        Sql sql = new Sql(connection);
        LogContinuity.Known known = continuity.known();
        HeadRow found = HeadTable.lockOrCreate(sql);
        if (continuity.holds(sql, known, found)) {
            connection.commit();
            state.saw(found.offset(), found.id());
            return;
        }
        boolean renamedByAnother = !found.epoch().equals(state.epoch());
        HeadRow head = renamedByAnother ? HeadTable.join(sql, found) : HeadTable.rename(sql, found);
        LogState.Head last = new LogState.Head(head.offset(), head.id());
        // without a common offset, announced notifications cannot be distinguished from unannounced ones
        LogState.Head common = continuity.lastCommon(sql).orElse(last);
        // what this node has sent of the old log says nothing about the new one
        membership.stop(sql, null);
        Opened opened = joined(sql, head, common.offset());
        connection.commit();
        notifier.replace(() -> adopt(head, common, last, opened));
    }

    private void adopt(HeadRow head, LogState.Head common, LogState.Head last, Opened opened) {
        ledger.ownDoubt().restart(head.epoch(), common.offset());
        membership.accept(opened.joining);
        Reset reset = new Reset(state.epoch(), state.head(), head.epoch(), head.offset());
        LOG.log(
                ERROR,
                "the database has a different log: it was restored, or lost commits. Epoch {0} ended at offset {1}, epoch {2}"
                        + " begins after offset {3}; clients are sent RESET",
                reset.oldEpoch(),
                Long.toString(reset.oldHead()),
                reset.epoch(),
                Long.toString(reset.head()));
        ledger.reset(() -> {
            state.replaced(common, last);
            state.opened(head.epoch(), opened.doubts);
        });
        try {
            listener.accept(reset);
        } catch (RuntimeException | Error e) {
            LOG.log(ERROR, "the listener failed at a reset", e);
        }
    }
}
