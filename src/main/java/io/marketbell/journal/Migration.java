package io.marketbell.journal;

import io.marketbell.database.Sql;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** Migrates the database to the schema of this version, for all packages: they share one migration history. */
public final class Migration {
    /** The maximum duration of one statement; some are slow on a large table. */
    private static final Duration LONGEST_STATEMENT = Duration.ofHours(2);

    private static final Duration LONGEST_LOCK_WAIT = Duration.ofSeconds(1);

    private Migration() {}

    /** Does nothing if the schema is up to date. Nodes that start at the same time wait for each other. */
    public static void migrate(DataSource source) {
        flyway(source).migrate();
    }

    /** Returns the versions of the migrations that this program contains. */
    public static Set<String> contained(DataSource source) {
        return Stream.of(flyway(source).info().all())
                .filter(each -> each.getState().isResolved())
                .map(each -> each.getVersion().getVersion())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Ignores applied migrations that this program does not contain, so that it runs on the schema of a newer release
     * ({@link SchemaRequirement}). Their versions may be lower than its own latest one: versions are assigned when the
     * work on a migration begins. For the same reason, it applies migrations in any order.
     */
    private static Flyway flyway(DataSource source) {
        return Flyway.configure(Migration.class.getClassLoader())
                .dataSource(withLongTimeout(source))
                .locations("classpath:db/migration")
                .ignoreMigrationPatterns("*:future", "*:missing")
                .outOfOrder(true)
                .callbacks(new LockWait())
                .load();
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

    /**
     * Limits how long a migration waits for the lock of a table. While it waits, other transactions on the table wait
     * behind it, also those of nodes of the previous release. After the limit the migration fails without an effect and
     * is tried again. PostgreSQL only.
     */
    private static final class LockWait implements Callback {
        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_EACH_MIGRATE;
        }

        @Override
        public boolean canHandleInTransaction(Event event, Context context) {
            return true;
        }

        /** Runs in the transaction of the migration. */
        @Override
        public void handle(Event event, Context context) {
            Connection connection = context.getConnection();
            try {
                if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
                    String limit = "SELECT set_config('lock_timeout', ?, TRUE)";
                    Sql.withoutTimeout(connection)
                            .first(row -> row.getString(1), limit, Long.toString(LONGEST_LOCK_WAIT.toMillis()));
                }
            } catch (SQLException e) {
                throw new IllegalStateException("the wait for locks could not be limited", e);
            }
        }

        @Override
        public String getCallbackName() {
            return "lock wait";
        }
    }
}
