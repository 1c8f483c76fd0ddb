package io.marketbell.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Takes a connection for each piece of work and gives it back; its exceptions say what can be done about them. */
final class JdbcDatabase implements Database {
    /** Frees the thread at last that waits for a dead network; whoever asked has had an answer long before. */
    private static final Duration NETWORK_TIMEOUT = Duration.ofSeconds(10);

    private final DataSource source;

    private final String purpose;
    private final QueryListener listener;

    JdbcDatabase(DataSource source, String purpose, QueryListener listener) {
        this.source = source;
        this.purpose = purpose;
        this.listener = listener;
    }

    @Override
    public <T> T read(Work<T> work) {
        return translating(() -> {
            try (Connection connection = connect(true)) {
                return work.in(connection);
            }
        });
    }

    @Override
    public <T> T write(Work<T> work) {
        return translating(() -> {
            try (Connection connection = connect(false)) {
                try {
                    T result = work.in(connection);
                    connection.commit();
                    makeLast(connection);
                    return result;
                } catch (SQLException | RuntimeException | Error e) {
                    rollBack(connection, e);
                    throw e;
                }
            }
        });
    }

    @Override
    public <T> T guarded(Supplier<T> read) {
        return read.get();
    }

    private interface Attempt<T> {
        T run() throws SQLException;
    }

    private <T> T translating(Attempt<T> attempt) {
        long began = System.nanoTime();
        boolean succeeded = false;
        try {
            T result = attempt.run();
            succeeded = true;
            return result;
        } catch (SQLException e) {
            if (DatabaseRefusal.isOne(e)) {
                throw new DatabaseRefusal(e);
            }
            throw new DatabaseUnavailable("the database does not answer, " + describe(e), e);
        } finally {
            listener.done(purpose, System.nanoTime() - began, succeeded);
        }
    }

    private Connection connect(boolean autoCommit) throws SQLException {
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

    /** H2 writes what is committed some milliseconds later, and not at all when its process is killed. */
    private static void makeLast(Connection connection) throws SQLException {
        if (connection.getMetaData().getDatabaseProductName().equals("H2")) {
            try (Statement checkpoint = connection.createStatement()) {
                checkpoint.execute("CHECKPOINT");
            }
            // even that opens a transaction, which the pool would complain of
            connection.commit();
        }
    }

    private static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Without the driver's message: PostgreSQL's holds the row, which may be a customer's affair. */
    static String describe(SQLException e) {
        return e.getClass().getSimpleName() + ", SQLSTATE " + e.getSQLState() + ", code " + e.getErrorCode();
    }
}
