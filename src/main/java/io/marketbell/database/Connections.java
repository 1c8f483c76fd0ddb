package io.marketbell.database;

import io.marketbell.database.Database.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** Manages connections of a data source and bounds the time of every network operation on them. */
public final class Connections {
    /**
     * Exceeds the duration of any commit or read. Releases a thread that is blocked on a dead network; its caller has
     * timed out long before.
     */
    private static final Duration NETWORK_TIMEOUT = Duration.ofSeconds(10);

    private final DataSource source;

    /** Null until the database has been queried once. */
    private volatile Boolean embedded;

    public Connections(DataSource source) {
        this.source = source;
    }

    public DataSource source() {
        return source;
    }

    public Connection open(boolean autoCommit) throws SQLException {
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
     * Returns whether a commit is not yet durable when it returns. Queries the database once and caches the result.
     *
     * <p>H2 writes committed data to the file only after its WRITE_DELAY, and loses it if the process is killed before.
     * With a delay of 0, H2 writes immediately but never reuses the space of overwritten pages: a log of 35 MB, written
     * in commits of four rows, then occupies 3.4 GB after two minutes.
     */
    public boolean writeLate(Connection connection) throws SQLException {
        Boolean cached = embedded;
        if (cached == null) {
            cached = connection.getMetaData().getDatabaseProductName().equals("H2");
            embedded = cached;
        }
        return cached;
    }

    /**
     * Returns whether the database is an embedded H2 on the local disk; false until the database has been queried once.
     */
    public boolean isEmbedded() {
        return Boolean.TRUE.equals(embedded);
    }

    /** Runs work whose statements are a transaction each. */
    public <T> T read(Work<T> work) throws SQLException {
        try (Connection connection = open(true)) {
            return work.in(new Sql(connection));
        }
    }

    /** Runs the work in one transaction. If it fails, nothing is written. */
    public <T> T write(Work<T> work) throws SQLException {
        return write(work, false);
    }

    /** @param durably whether to return only after the data is durable; if that fails, it may be written */
    <T> T write(Work<T> work, boolean durably) throws SQLException {
        try (Connection connection = open(false)) {
            try {
                T result = work.in(new Sql(connection));
                // before the commit: the server logs an error if the metadata are read last
                boolean checkpoints = durably && writeLate(connection);
                connection.commit();
                if (checkpoints) {
                    checkpoint(connection);
                }
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    private static void checkpoint(Connection connection) throws SQLException {
        try (Statement checkpoint = connection.createStatement()) {
            checkpoint.execute("CHECKPOINT");
            // a checkpoint on an H2 that has just closed itself silently does nothing; a query fails
            checkpoint.execute("SELECT 1");
        }
        // a checkpoint also opens a transaction, and the pool logs a warning about open transactions
        connection.commit();
    }

    /**
     * Rolls back. A failure of the rollback is added to the cause as a suppressed exception, and ends the connection: the
     * server refuses to roll back a connection that the database has ended, and would log an error (J2CA0081E, still in a
     * transaction) when it is closed.
     */
    public static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException | RuntimeException e) {
            cause.addSuppressed(e);
            abort(connection, cause);
        }
    }

    private static void abort(Connection connection, Throwable cause) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
