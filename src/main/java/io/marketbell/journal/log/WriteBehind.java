package io.marketbell.journal.log;

import io.marketbell.cluster.node.NodeMembership;
import io.marketbell.database.OutageLog;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.ledger.JdbcLedger;
import io.marketbell.journal.store.HeadTable;
import io.marketbell.journal.store.JournalDatabase;
import io.marketbell.journal.store.LogState;
import io.marketbell.journal.store.PositionFile;
import io.marketbell.thread.PeriodicTask;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Writes the ledger and the position of the log periodically. All writes run on one thread. */
final class WriteBehind {
    private final JournalDatabase database;
    private final LogState state;
    private final NodeMembership membership;
    private final JdbcLedger ledger;
    private final PositionFile positionFile;
    private final int progressSaved;
    private final ScheduledExecutorService thread;
    private final OutageLog outage = new OutageLog(
            System.getLogger(WriteBehind.class.getName()),
            "the database is unavailable; the ledger is kept in memory",
            "the database is available again; the ledger is written");
    private PositionFile.Position synced;

    /** @param progressSaved the maximum number of users whose progress each write saves */
    WriteBehind(
            JournalDatabase database,
            LogState state,
            NodeMembership membership,
            JdbcLedger ledger,
            PositionFile positionFile,
            int progressSaved,
            ThreadFactory threads) {
        this.database = database;
        this.state = state;
        this.membership = membership;
        this.ledger = ledger;
        this.positionFile = positionFile;
        this.progressSaved = progressSaved;
        this.thread = Executors.newSingleThreadScheduledExecutor(threads);
    }

    void start(Duration period) {
        new PeriodicTask("ledger writer", this::write)
                .withFixedDelay(thread, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void write() {
        try {
            ledger.ownDoubt().flush(() -> ledger.flush(progressSaved));
            ledger.readOthers();
            ledger.forgetIdle();
            // while the database does not respond, this would block others from opening connections
            if (state.isAvailable()) {
                syncPosition();
            }
            outage.succeeded();
        } catch (JournalUnavailable e) {
            outage.failed(e);
        }
    }

    /** Does nothing if nothing was committed since the last call. */
    private void syncPosition() {
        String epoch = state.epoch();
        PositionFile.Position position = new PositionFile.Position(epoch, state.knownHead());
        if (!position.equals(synced)) {
            database.sync();
            positionFile.write(position);
            synced = position;
        }
    }

    void shutdown() {
        thread.shutdown();
    }

    /** @return whether no write is in progress any more */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return thread.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Writes everything and marks the log as cleanly closed. Must be called after the last commit and {@link #awaitEnd}. */
    void writeLast() {
        ledger.flush();
        if (state.isKnown() && membership.isJoined()) {
            database.write(sql -> {
                // before the own row, in the order in which a joining node locks them
                HeadTable.lockOrCreate(sql);
                membership.stop(sql, ledger.ownDoubt().left());
                HeadTable.stop(sql);
                return null;
            });
            synced = null;
            syncPosition();
        }
    }
}
