package io.marketbell.journal.log;

import io.marketbell.journal.Migration;
import io.marketbell.journal.log.JournalFixture.Store;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** A real PostgreSQL with one database per test, copied from one with the tables: migrations of each would take longest. */
class PostgresTest {
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start();
        create("CREATE DATABASE migrated");
        Migration.migrate(postgres.getDatabase("postgres", "migrated"));
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    private static void create(String statement) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement create = connection.createStatement()) {
            create.execute(statement);
        }
    }

    interface OnPostgres extends BackEnd {
        @Override
        default Store emptyStore() throws SQLException {
            String name = "journal_" + UUID.randomUUID().toString().replace('-', '_');
            create("CREATE DATABASE " + name + " TEMPLATE migrated");
            return JdbcStore.of(postgres.getDatabase("postgres", name));
        }
    }

    @Nested
    class JournalTest extends JournalContractTest implements OnPostgres {}

    @Nested
    class IdempotencyTest extends IdempotencyContractTest implements OnPostgres {}

    @Nested
    class ExpiryTest extends ExpiryContractTest implements OnPostgres {}

    @Nested
    class RecoveryTest extends RecoveryContractTest implements OnPostgres {}

    @Nested
    class LedgerTest extends LedgerContractTest implements OnPostgres {}

    @Nested
    class LedgerCleanupTest extends LedgerCleanupContractTest implements OnPostgres {}

    @Nested
    class SharedLedgerTest extends SharedLedgerContractTest implements OnPostgres {}

    @Nested
    class RefusedNodeTest extends RefusedNodeContractTest implements OnPostgres {}

    @Nested
    class DoubtTest extends DoubtContractTest implements OnPostgres {}

    @Nested
    class DoubtPropertyTest extends DoubtPropertyContractTest implements OnPostgres {}
}
