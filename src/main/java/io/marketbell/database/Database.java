package io.marketbell.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * The database; an application-scoped CDI bean. Every method may fail with {@link DatabaseUnavailable}, within seconds,
 * and is as good as ever once the database is back.
 */
public interface Database {

    /** Reads, each statement for itself. May be tried twice, so it must change nothing. */
    <T> T read(Work<T> work);

    /**
     * Works in one transaction. Where it fails nothing is written, but for one case: where the database did not answer
     * in time it may still have been.
     *
     * @throws DataRejected where the database does not take what is to be written
     */
    <T> T write(Work<T> work);

    /** Runs somebody's own read under the same guards; what it throws is passed on. */
    <T> T guarded(Supplier<T> read);

    /** The same database; work that comes through this is reported as being for the purpose, of which there must be few. */
    default Database as(String purpose) {
        return this;
    }

    /** Has work reported, of all purposes. One listener. */
    default void onQuery(QueryListener listener) {}

    /** What is done with a connection, which belongs to it only while it runs. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** Without guards and on the caller's thread. */
    static Database over(DataSource source) {
        return new JdbcDatabase(new Connections(source), "other", QueryListener.NOBODY);
    }
}
