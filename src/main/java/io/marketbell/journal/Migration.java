package io.marketbell.journal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the database to the schema of this version: of all rooms, since they share one history of migrations. */
public final class Migration {
    /** On a large table. */
    private static final Duration LONGEST_STATEMENT = Duration.ofHours(2);

    private Migration() {}

    /** Does nothing where the schema is up to date. Nodes that start at once wait for each other. */
    public static void migrate(DataSource source) {
        Flyway.configure(Migration.class.getClassLoader())
                .dataSource(patient(source))
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    /** A pooled connection may have the short timeout of the work that it was opened for. */
    private static DataSource patient(DataSource source) {
        return (DataSource) Proxy.newProxyInstance(
                Migration.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(source, arguments);
                        if (result instanceof Connection connection) {
                            connection.setNetworkTimeout(Runnable::run, (int) LONGEST_STATEMENT.toMillis());
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
