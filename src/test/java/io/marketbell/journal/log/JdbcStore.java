package io.marketbell.journal.log;

import io.marketbell.journal.ReadGuard;
import java.time.InstantSource;
import javax.sql.DataSource;

/** A database behind a connection that can be cut, for the contract tests. */
record JdbcStore(CuttableDatabase wire) implements JournalFixture.Store {

    static JdbcStore of(DataSource source) {
        return new JdbcStore(new CuttableDatabase(source));
    }

    static JdbcJournal open(DataSource source, InstantSource clock, JournalLimits limits) {
        return JdbcJournal.open(source, clock, JdbcStore::daemon, Runnable::run, ReadGuard.NONE, limits, null);
    }

    @Override
    public JournalFixture.Opened open(InstantSource clock) {
        JdbcJournal journal = JdbcJournal.open(wire, clock, JdbcStore::daemon);
        return new JournalFixture.Opened(journal, journal.ledger(), journal::close);
    }

    static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "journal");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void cut() {
        wire.cut();
    }

    @Override
    public void cutAfterNextCommit() {
        wire.cutAfterNextCommit();
    }

    @Override
    public void mend() {
        wire.mend();
    }
}
