package io.marketbell.journal;

import io.marketbell.database.Sql;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Migrates the database to the schema of this version, for all packages: they share one migration history. */
public final class Migration {
    /** The maximum duration of one statement; some are slow on a large table. */
    private static final Duration LONGEST_STATEMENT = Duration.ofHours(2);

    private Migration() {}

    /** Does nothing if the schema is up to date. Nodes that start at the same time wait for each other. */
    public static void migrate(DataSource source) {
        Flyway.configure(Migration.class.getClassLoader())
                .dataSource(withLongTimeout(source))
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    /**
     * Returns a data source with a long network timeout and without a query timeout: a pooled connection may still have
     * the short timeouts of its previous use.
     */
    private static DataSource withLongTimeout(DataSource source) {
        return (DataSource) Proxy.newProxyInstance(
                Migration.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(source, arguments);
                        if (result instanceof Connection connection) {
                            setTimeouts(connection);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void setTimeouts(Connection connection) throws SQLException {
        try {
            connection.setNetworkTimeout(Runnable::run, (int) LONGEST_STATEMENT.toMillis());
            // in H2 the query timeout of a statement is that of its connection
            Sql.withoutTimeout(connection).number("SELECT 1");
        } catch (SQLException | RuntimeException | Error e) {
            // the caller does not receive the connection and cannot return it to the pool
            connection.close();
            throw e;
        }
    }
}
