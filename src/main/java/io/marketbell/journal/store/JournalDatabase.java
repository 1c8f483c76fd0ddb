package io.marketbell.journal.store;

import io.marketbell.database.Connections;
import io.marketbell.journal.JournalQueryListener;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.ReadGuard;
import io.marketbell.thread.NonBlocking;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * The journal's access to its database. Measures every operation and reports failures.
 *
 * <p>Threads that run database work must never be interrupted: H2 then closes its file.
 */
public final class JournalDatabase {
    private static final int QUERY_TIMEOUT_SECONDS = 5;

    private final Connections connections;
    private final ReadGuard guard;
    private final Runnable onFailure;
    private volatile JournalQueryListener listener = (query, nanos, succeeded) -> {};

    /**
     * @param guard guards {@link #ask}
     * @param onFailure called after the database failed or timed out; must not block
     */
    public JournalDatabase(DataSource source, ReadGuard guard, Runnable onFailure) {
        this.connections = new Connections(source);
        this.guard = guard;
        this.onFailure = onFailure;
    }

    public void onQuery(JournalQueryListener listener) {
        this.listener = listener;
    }

    /** @param began the start, from {@link System#nanoTime} */
    public void done(JournalQueryListener.Query query, long began, boolean succeeded) {
        listener.done(query, System.nanoTime() - began, succeeded);
    }

    public interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** Prepares a statement that times out before its caller does. */
    public static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
        return statement;
    }

    public Connections connections() {
        return connections;
    }

    /**
     * Waits until committed data is on the disk, if a commit alone does not ensure that. H2 reuses space only after its
     * RETENTION_TIME: if this is called more often, the database survives a power loss.
     */
    public void sync() {
        read(JournalQueryListener.Query.SYNC, connection -> {
            if (connections.writeLate(connection)) {
                try (Statement checkpoint = connection.createStatement()) {
                    checkpoint.execute("CHECKPOINT SYNC");
                }
            }
            return null;
        });
    }

    /** Runs a read for a caller outside the journal, who must not wait long. */
    public <T> T ask(Work<T> work) {
        assert NonBlocking.mayWait("the journal's database");
        return guard.read(() -> read(work));
    }

    public <T> T read(Work<T> work) {
        return read(JournalQueryListener.Query.READ, work);
    }

    private <T> T read(JournalQueryListener.Query query, Work<T> work) {
        long began = System.nanoTime();
        boolean succeeded = false;
        try (Connection connection = connections.open(true)) {
            T result = work.in(connection);
            succeeded = true;
            return result;
        } catch (SQLException e) {
            onFailure.run();
            throw new JournalUnavailable("a read from the database failed", e);
        } finally {
            done(query, began, succeeded);
        }
    }

    /** Runs the work in one transaction; if it fails, nothing is written. */
    public <T> T write(Work<T> work) {
        long began = System.nanoTime();
        boolean succeeded = false;
        try (Connection connection = connections.open(false)) {
            try {
                T result = work.in(connection);
                connection.commit();
                succeeded = true;
                return result;
            } catch (SQLException | RuntimeException e) {
                Connections.rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            onFailure.run();
            throw new JournalUnavailable("a write to the database failed", e);
        } finally {
            done(JournalQueryListener.Query.WRITE, began, succeeded);
        }
    }
}
