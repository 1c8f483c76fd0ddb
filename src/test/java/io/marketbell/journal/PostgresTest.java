package io.marketbell.journal;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** A real PostgreSQL, a database for each test. */
class PostgresTest {
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    private static JdbcStore emptyDatabase() throws SQLException {
        String name = "journal_" + UUID.randomUUID().toString().replace('-', '_');
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement create = connection.createStatement()) {
            create.execute("CREATE DATABASE " + name);
        }
        return JdbcStore.of(postgres.getDatabase("postgres", name));
    }

    @Nested
    class JournalTest extends JournalContractTest {
        @Override
        Store emptyStore() throws SQLException {
            return emptyDatabase();
        }
    }

    @Nested
    class IdempotencyTest extends IdempotencyContractTest {
        @Override
        Store emptyStore() throws SQLException {
            return emptyDatabase();
        }
    }

    @Nested
    class ExpiryTest extends ExpiryContractTest {
        @Override
        Store emptyStore() throws SQLException {
            return emptyDatabase();
        }
    }

    @Nested
    class RecoveryTest extends RecoveryContractTest {
        @Override
        Store emptyStore() throws SQLException {
            return emptyDatabase();
        }
    }

    @Nested
    class LedgerTest extends LedgerContractTest {
        @Override
        Store emptyStore() throws SQLException {
            return emptyDatabase();
        }
    }
}
