package io.marketbell.journal.store;

import io.marketbell.database.Connections;
import io.marketbell.database.Database.Work;
import io.marketbell.database.QueryListener;
import io.marketbell.database.Sql;
import io.marketbell.database.job.Job;
import io.marketbell.database.job.JobTurns;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.ReadGuard;
import io.marketbell.thread.NonBlocking;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * The journal's access to its database. Measures every operation and reports failures.
 *
 * <p>Threads that run database work must never be interrupted: H2 then closes its file.
 */
public final class JournalDatabase {
    /** The purpose of a group commit of queued appends. */
    public static final String APPEND = "append";

    /** The purpose of reads of history and user progress. */
    public static final String READ = "read";

    /** The purpose of writes of the ledger and of expired notifications. */
    public static final String WRITE = "write";

    /** The purpose of waiting until data is on the disk. */
    public static final String SYNC = "sync";

    public static final List<String> PURPOSES = List.of(APPEND, READ, WRITE, SYNC);

    private final Connections connections;
    private final JobTurns turns;
    private final ReadGuard guard;
    private final Runnable onFailure;
    private volatile QueryListener listener = QueryListener.NOBODY;

    /**
     * @param guard guards {@link #ask}
     * @param onFailure called after the database failed or timed out; must not block
     */
    public JournalDatabase(DataSource source, ReadGuard guard, Runnable onFailure) {
        this.connections = new Connections(source);
        this.turns = new JobTurns(connections);
        this.guard = guard;
        this.onFailure = onFailure;
    }

    public void onQuery(QueryListener listener) {
        this.listener = listener;
    }

    /** @param began the start, from {@link System#nanoTime} */
    public void done(String purpose, long began, boolean succeeded) {
        listener.done(purpose, System.nanoTime() - began, succeeded);
    }

    public Connections connections() {
        return connections;
    }

    /**
     * Waits until committed data is on the disk, if a commit alone does not ensure that. H2 reuses space only after its
     * RETENTION_TIME: if this is called more often, the database survives a power loss.
     */
    public void sync() {
        read(
                SYNC,
                sql -> connections.writeLate(sql.connection())
                        ? Sql.withoutTimeout(sql.connection()).update("CHECKPOINT SYNC")
                        : 0);
    }

    /** Runs a read for a caller outside the journal, who must not wait long. */
    public <T> T ask(Work<T> work) {
        assert NonBlocking.mayWait("the journal's database");
        return guard.read(() -> read(work));
    }

    public <T> T read(Work<T> work) {
        return read(READ, work);
    }

    private <T> T read(String purpose, Work<T> work) {
        return reporting(purpose, "a read from the database failed", () -> connections.read(work));
    }

    /** Runs the work in one transaction; if it fails, nothing is written. */
    public <T> T write(Work<T> work) {
        return reporting(WRITE, "a write to the database failed", () -> connections.write(work));
    }

    /**
     * Runs a batch that calls {@link #read} and {@link #write} while no other node runs the same job.
     *
     * @return empty if another node runs it
     */
    public <T> Optional<T> inTurn(Job job, Supplier<T> batch) {
        try {
            return turns.run(job, batch);
        } catch (SQLException e) {
            throw new JournalUnavailable("the lock of a job could not be taken, or was lost", e);
        }
    }

    private interface Attempt<T> {
        T run() throws SQLException;
    }

    private <T> T reporting(String purpose, String failure, Attempt<T> attempt) {
        long began = System.nanoTime();
        boolean succeeded = false;
        try {
            T result = attempt.run();
            succeeded = true;
            return result;
        } catch (SQLException e) {
            onFailure.run();
            throw new JournalUnavailable(failure, e);
        } finally {
            done(purpose, began, succeeded);
        }
    }
}
