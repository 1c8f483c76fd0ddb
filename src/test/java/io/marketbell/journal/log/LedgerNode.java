package io.marketbell.journal.log;

import io.marketbell.cluster.node.NodeMembership;
import io.marketbell.cluster.node.TestNodes;
import io.marketbell.database.Connections;
import io.marketbell.journal.ReadGuard;
import io.marketbell.journal.ledger.JdbcLedger;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.journal.store.LogContinuity;
import io.marketbell.journal.store.LogState;
import io.marketbell.journal.store.PositionFile;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/** The ledger of a node with its membership, without threads: everything happens when the test asks for it. */
final class LedgerNode {
    private final DataSource source;
    private final CuttableDatabase wire;
    private final LogState state = new LogState();
    final NodeMembership membership;
    final JdbcLedger ledger;
    private final WriteBehind writeBehind;

    LedgerNode(DataSource source, String name) {
        this.source = source;
        this.wire = new CuttableDatabase(source);
        JournalDatabase database = new JournalDatabase(wire, ReadGuard.NONE, () -> {});
        membership = TestNodes.named(name, wire);
        ledger = new JdbcLedger(database, state, membership, InstantSource.system(), 1_000);
        PositionFile none = new PositionFile(null);
        writeBehind = new WriteBehind(database, state, membership, ledger, none, 1_000, Thread::new);
        ledger.ownDoubt().onFlush(() -> Long.MAX_VALUE);
        CommitNotifier notifier = new CommitNotifier(state, new OwnCommits(OwnCommits.LARGEST), () -> true);
        new LogTakeover(state, membership, ledger, notifier, new LogContinuity(state), none).start(database);
    }

    void onFlush(LongSupplier lowestUnwritten) {
        ledger.ownDoubt().onFlush(lowestUnwritten);
    }

    /** Commits a notification; the other nodes do not see it yet. */
    long commit() throws SQLException {
        new Connections(source).write(sql -> {
            sql.update("UPDATE journal_head SET head = head + 1");
            return sql.update("INSERT INTO journal_entry (log_offset, id, type, priority, happened_at, accepted_at,"
                    + " expires_at, publisher) SELECT head, 'n' || head, 'SYSTEM_NOTICE', 'LOW', 0, 0, 0, 'p' FROM"
                    + " journal_head");
        });
        return seeCommits();
    }

    long seeCommits() throws SQLException {
        long head = new Connections(source).read(sql -> sql.number("SELECT head FROM journal_head"));
        state.head(head, null);
        state.announced(head);
        return head;
    }

    void begin(String user, long... offsets) {
        ledger.writing(user, offsets);
    }

    void write(String user, long... offsets) {
        ledger.writing(user, offsets);
        ledger.written(user, offsets);
    }

    void flush() {
        ledger.ownDoubt().flush(() -> ledger.flush(Integer.MAX_VALUE));
    }

    void stop() {
        membership.stopping();
        writeBehind.writeLast();
    }

    /** Nothing that it holds in memory reaches the database any more; its last heartbeat was long ago. */
    void kill() throws SQLException {
        wire.cut();
        missHeartbeats();
    }

    void missHeartbeats() throws SQLException {
        new Connections(source)
                .read(sql -> sql.update(
                        "UPDATE journal_node SET beat_at = beat_at - ? WHERE incarnation = ?",
                        TestNodes.DEAD_AFTER.toNanos() / 1_000,
                        membership.incarnation()));
    }

    long doubtFrom() throws SQLException {
        return new Connections(source)
                .read(sql -> sql.number(
                        "SELECT doubt_from FROM journal_node WHERE incarnation = ?", membership.incarnation()));
    }
}
