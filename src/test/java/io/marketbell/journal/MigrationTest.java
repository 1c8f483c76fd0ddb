package io.marketbell.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.database.Database;
import io.marketbell.database.DatabaseKind;
import io.marketbell.database.ProductDatabases;
import io.marketbell.database.Sql;
import io.marketbell.testkit.thread.AtOnce;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationTest {
    @Test
    void pooledConnectionGetsALongTimeoutForTheMigration() {
        DataSource postgres = ProductDatabases.postgres();
        AtomicInteger opened = new AtomicInteger();
        DataSource hasty = proxy(DataSource.class, (proxy, method, arguments) -> {
            Connection connection = postgres.getConnection();
            connection.setNetworkTimeout(Runnable::run, 1);
            opened.incrementAndGet();
            return connection;
        });

        assertThatCode(() -> Migration.migrate(hasty)).doesNotThrowAnyException();
        assertThat(opened).hasPositiveValue();
    }

    @Test
    void pooledH2ConnectionLosesItsQueryTimeoutForTheMigration() {
        DataSource h2 = ProductDatabases.h2();
        List<Integer> timeouts = new ArrayList<>();
        DataSource pooled = proxy(DataSource.class, (proxy, method, arguments) -> {
            Connection connection = h2.getConnection();
            connection.createStatement().setQueryTimeout(5);
            return proxy(Connection.class, (wrapper, called, values) -> {
                if (called.getName().equals("close")) {
                    timeouts.add(connection.createStatement().getQueryTimeout());
                }
                return called.invoke(connection, values);
            });
        });

        Migration.migrate(pooled);

        assertThat(timeouts).isNotEmpty().containsOnly(0);
    }

    @Test
    void connectionThatFailsBeforeTheMigrationIsReturnedToThePool() {
        AtomicInteger open = new AtomicInteger();
        DataSource broken = proxy(DataSource.class, (proxy, method, arguments) -> {
            open.incrementAndGet();
            return proxy(Connection.class, (wrapper, called, values) -> switch (called.getName()) {
                case "close" -> {
                    open.decrementAndGet();
                    yield null;
                }
                case "prepareStatement" -> throw new SQLException("the connection is broken", "08006");
                default -> null;
            });
        });

        assertThatThrownBy(() -> Migration.migrate(broken)).isInstanceOf(RuntimeException.class);

        assertThat(open).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    void aProgramRunsOnASchemaWithMigrationsOfANewerRelease(DatabaseKind kind) {
        DataSource source = kind.empty();
        Database database = Database.over(source);
        for (String version : List.of("75.1", "9999")) {
            database.write(sql -> sql.update(
                    "INSERT INTO \"flyway_schema_history\" (\"installed_rank\", \"version\", \"description\", \"type\", \"script\","
                            + " \"checksum\", \"installed_by\", \"execution_time\", \"success\") SELECT MAX(\"installed_rank\") + 1, '"
                            + version + "', 'newer', 'SQL', 'V" + version
                            + "__newer.sql', 1, 'x', 1, TRUE FROM \"flyway_schema_history\""));
        }

        assertThatCode(() -> Migration.migrate(source)).doesNotThrowAnyException();
        assertThat(Migration.contained(source)).contains("1", "79").doesNotContain("75.1", "9999");
    }

    @ParameterizedTest
    @EnumSource
    void aMigrationWithALowerVersionThanAppliedOnesIsApplied(DatabaseKind kind) {
        DataSource source = kind.empty();
        Database database = Database.over(source);
        database.write(sql -> sql.update("DELETE FROM \"flyway_schema_history\" WHERE \"version\" = '74'"));
        database.write(sql -> sql.update("ALTER TABLE journal_node DROP COLUMN wire_oldest"));
        database.write(sql -> sql.update("DROP TABLE schema_requirement"));

        Migration.migrate(source);

        assertThat(database.<Boolean>read(sql -> sql.hasColumn("journal_node", "wire_oldest")))
                .isTrue();
    }

    @Test
    void aMigrationDoesNotWaitLongForALockWhileOthersWaitBehindIt() throws SQLException {
        DataSource source = DatabaseKind.POSTGRESQL.emptyAt("73");
        try (Connection other = source.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE journal_node IN ACCESS SHARE MODE");

            assertThatThrownBy(() -> Migration.migrate(source)).hasMessageContaining("lock timeout");

            other.rollback();
        }
        Migration.migrate(source);
        assertThat(Migration.contained(source)).contains("74");
    }

    @Test
    void nodesThatStartTogetherOnAnEmptyPostgresAllMigrate() {
        DataSource postgres = ProductDatabases.newPostgres();

        List<Boolean> migrated = AtOnce.run(Collections.nCopies(3, () -> {
            Migration.migrate(postgres);
            return true;
        }));

        assertThat(migrated).containsOnly(true);
        assertThat(Database.over(postgres)
                        .<Long>read(sql -> sql.number("SELECT COUNT(*) FROM flyway_schema_history WHERE NOT success")))
                .isZero();
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(MigrationTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @ParameterizedTest
    @EnumSource
    void timesOfEarlierVersionsAreConvertedToMicroseconds(DatabaseKind kind) {
        DataSource source = kind.emptyAt("50");
        Database database = Database.over(source);
        database.write(
                sql -> sql.update("INSERT INTO api_keys (id, hash, user_name, roles, tier, created_at, created_by,"
                        + " revoked_at) VALUES ('k1', 'h', 'alice', ',trader,', 'basic',"
                        + " TIMESTAMP WITH TIME ZONE '2026-11-23 12:00:00.123+00', 'olga',"
                        + " TIMESTAMP WITH TIME ZONE '2026-11-23 14:00:00.5+01'),"
                        + " ('k2', 'h', 'bob', ',trader,', 'basic',"
                        + " TIMESTAMP WITH TIME ZONE '1969-12-31 23:59:59.5+00', 'olga', NULL)"));
        database.write(sql -> sql.update("INSERT INTO audit (id, at, who, action, target, trace_id) VALUES (1,"
                + " TIMESTAMP WITH TIME ZONE '2026-11-23 12:00:00.456789+00', 'olga', 'test', 'test', 'trace')"));
        database.write(
                sql -> sql.update("INSERT INTO rate_limit_overrides (subject, rate_per_second, burst, changed_at)"
                        + " VALUES ('user:alice', 1, 1, 1795435200123)"));

        Migration.migrate(source);

        assertThat(times(database, "SELECT created_at_micros FROM api_keys ORDER BY id"))
                .containsExactly(Instant.parse("2026-11-23T12:00:00.123Z"), Instant.parse("1969-12-31T23:59:59.5Z"));
        assertThat(times(database, "SELECT revoked_at_micros FROM api_keys ORDER BY id"))
                .containsExactly(Instant.parse("2026-11-23T13:00:00.5Z"), null);
        assertThat(times(database, "SELECT at_micros FROM audit"))
                .containsExactly(Instant.parse("2026-11-23T12:00:00.456789Z"));
        assertThat(times(database, "SELECT changed_at_micros FROM rate_limit_overrides"))
                .containsExactly(Instant.ofEpochMilli(1795435200123L));
    }

    private static List<Instant> times(Database database, String query) {
        return database.read(sql -> sql.list(row -> Sql.time(row, 1), query));
    }
}
