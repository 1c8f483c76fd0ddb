package io.marketbell.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * The data source, with bounds on how long anything may take.
 *
 * <p>Threads that are inside must never be interrupted: H2 closes its file when they are.
 */
final class Database {
    /** Longer than any commit or read should take, short enough that a dead network is noticed. */
    private static final Duration NETWORK_TIMEOUT = Duration.ofSeconds(10);

    private static final int QUERY_TIMEOUT_SECONDS = 5;

    private final DataSource source;
    private final ReadGuard guard;
    private final Runnable onFailure;
    private volatile QueryListener listener = (query, nanos, succeeded) -> {};

    /**
     * @param guard stands before {@link #ask}
     * @param onFailure is told when the database did not answer, or with an error; must not block
     */
    Database(DataSource source, ReadGuard guard, Runnable onFailure) {
        this.source = source;
        this.guard = guard;
        this.onFailure = onFailure;
    }

    void onQuery(QueryListener listener) {
        this.listener = listener;
    }

    /** @param began by {@link System#nanoTime} */
    void done(QueryListener.Query query, long began, boolean succeeded) {
        listener.done(query, System.nanoTime() - began, succeeded);
    }

    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** A statement that gives up before its caller does. */
    static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
        return statement;
    }

    DataSource source() {
        return source;
    }

    Connection connect(boolean autoCommit) throws SQLException {
        Connection connection = source.getConnection();
        try {
            connection.setAutoCommit(autoCommit);
            connection.setNetworkTimeout(Runnable::run, (int) NETWORK_TIMEOUT.toMillis());
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Whether a commit alone does not make anything durable. H2 writes what is committed only after its WRITE_DELAY.
     * With a delay of 0 it writes at once, but never again frees what is overwritten: a log of 35 MB, written in commits
     * of four rows, then takes 3.4 GB after two minutes.
     */
    static boolean writesLate(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("H2");
    }

    /** Waits until the disk has what is committed, where that takes more than a commit. H2 reuses space only after its RETENTION_TIME: with this called more often, it survives a loss of power. */
    void sync() {
        read(QueryListener.Query.SYNC, connection -> {
            if (writesLate(connection)) {
                try (Statement checkpoint = connection.createStatement()) {
                    checkpoint.execute("CHECKPOINT SYNC");
                }
            }
            return null;
        });
    }

    /** Reads for somebody outside of the journal, who is not to wait for long. */
    <T> T ask(Work<T> work) {
        return guard.read(() -> read(work));
    }

    <T> T read(Work<T> work) {
        return read(QueryListener.Query.READ, work);
    }

    private <T> T read(QueryListener.Query query, Work<T> work) {
        long began = System.nanoTime();
        boolean succeeded = false;
        try (Connection connection = connect(true)) {
            T result = work.in(connection);
            succeeded = true;
            return result;
        } catch (SQLException e) {
            onFailure.run();
            throw new JournalUnavailable("the database does not answer", e);
        } finally {
            done(query, began, succeeded);
        }
    }

    /** In one transaction; nothing is written where it fails. */
    <T> T write(Work<T> work) {
        long began = System.nanoTime();
        boolean succeeded = false;
        try (Connection connection = connect(false)) {
            try {
                T result = work.in(connection);
                connection.commit();
                succeeded = true;
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            onFailure.run();
            throw new JournalUnavailable("the database does not take what is written", e);
        } finally {
            done(QueryListener.Query.WRITE, began, succeeded);
        }
    }

    /** For the log. Without the driver's message: PostgreSQL's holds the rows, which are customers' affairs. */
    static String describe(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e) {
                return e.getClass().getSimpleName() + ", SQLSTATE " + e.getSQLState() + ", code " + e.getErrorCode();
            }
        }
        return failure.toString().lines().findFirst().orElse("");
    }

    static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
