package io.marketbell.database;

import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * The database; an application-scoped CDI bean. Every method may throw {@link DatabaseUnavailable}, within seconds. All
 * methods work again as soon as the database is reachable again.
 */
public interface Database {

    /** Runs a read; each statement is its own transaction. The read may be retried, so it must not change data. */
    <T> T read(Work<T> work);

    /**
     * Runs the work in one transaction. If it fails, nothing is written, with one exception: after a timeout, the data
     * may have been written.
     *
     * @throws DataRejected if the database rejects the data
     */
    <T> T write(Work<T> work);

    /** Runs a read that brings its own data access, under the same guards. Exceptions of the read are passed on. */
    <T> T guarded(Supplier<T> read);

    /**
     * Returns a view of the same database that reports its work under the given purpose. Purposes become metric tags,
     * so there must be few.
     */
    default Database as(String purpose) {
        return this;
    }

    /**
     * Registers a source of a reason to reject all writes, such as another node that uses the database alone; empty if
     * there is none. Only one is supported; it is evaluated for every write, so it must be cheap.
     */
    default void refuseWrites(Supplier<String> reason) {}

    /** Registers the listener for work of every purpose. Only one listener is supported. */
    default void onQuery(QueryListener listener) {}

    /** Work on one connection, which must not be used after the work has returned. */
    @FunctionalInterface
    interface Work<T> {
        T in(Sql sql) throws SQLException;
    }

    /** Returns a database without guards that runs the work on the caller's thread. */
    static Database over(DataSource source) {
        return new JdbcDatabase(new Connections(source), "other", QueryListener.NOBODY);
    }
}
