package io.marketbell.database;

import io.marketbell.thread.NonBlocking;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * Borrows a connection for each piece of work and returns it. Translates {@link SQLException} into exceptions
 * that state whether a retry can succeed.
 */
final class JdbcDatabase implements Database {
    private final Connections connections;
    private final String purpose;
    private final QueryListener listener;

    JdbcDatabase(Connections connections, String purpose, QueryListener listener) {
        this.connections = connections;
        this.purpose = purpose;
        this.listener = listener;
    }

    @Override
    public <T> T read(Work<T> work) {
        return translating(() -> connections.read(work));
    }

    @Override
    public <T> T write(Work<T> work) {
        return translating(() -> connections.write(work, true));
    }

    @Override
    public <T> T guarded(Supplier<T> read) {
        return read.get();
    }

    private interface Attempt<T> {
        T run() throws SQLException;
    }

    private <T> T translating(Attempt<T> attempt) {
        assert NonBlocking.mayWait("the database");
        long began = System.nanoTime();
        boolean succeeded = false;
        try {
            T result = attempt.run();
            succeeded = true;
            return result;
        } catch (SQLException e) {
            if (SqlFailure.isAboutTheData(e)) {
                throw new DataRejected(e);
            }
            if (SqlFailure.isAboutTheStatement(e)) {
                throw new DatabaseUnavailable.StatementRejected(e);
            }
            throw new DatabaseUnavailable("the database does not answer, " + SqlFailure.describe(e), e);
        } finally {
            listener.done(purpose, System.nanoTime() - began, succeeded);
        }
    }
}
