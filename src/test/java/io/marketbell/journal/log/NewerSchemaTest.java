package io.marketbell.journal.log;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.cluster.node.NodeMembership;
import io.marketbell.database.Connections;
import io.marketbell.database.DatabaseKind;
import io.marketbell.database.OnEveryDatabase;
import io.marketbell.journal.JournalUnavailable;
import io.marketbell.journal.ReadGuard;
import io.marketbell.testkit.clock.TestClock;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A program that starts on the schema of a newer release, as in a rollback. */
@OnEveryDatabase
class NewerSchemaTest {
    private final TestClock clock = TestClock.at("2026-11-23T14:30:00Z");
    private final Orders orders = new Orders(clock);
    private final DataSource source;
    private final Connections database;

    NewerSchemaTest(DatabaseKind kind) {
        source = kind.empty();
        database = new Connections(source);
    }

    private JdbcJournal open(NodeMembership membership) {
        return JdbcJournal.open(
                source,
                clock,
                JdbcStore::daemon,
                Runnable::run,
                ReadGuard.NONE,
                JournalLimits.DEFAULT,
                null,
                membership);
    }

    private void update(String statement) throws SQLException {
        database.read(sql -> sql.update(statement));
    }

    private void appliedByANewerRelease(String version) throws SQLException {
        update("INSERT INTO \"flyway_schema_history\" (\"installed_rank\", \"version\", \"description\", \"type\","
                + " \"script\", \"checksum\", \"installed_by\", \"execution_time\", \"success\")"
                + " SELECT MAX(\"installed_rank\") + 1, '" + version + "', 'newer', 'SQL', 'V" + version
                + "__newer.sql', 1, 'x', 1, TRUE FROM \"flyway_schema_history\"");
    }

    @Test
    void itRunsIfTheNewerMigrationsOnlyAdd() throws SQLException {
        appliedByANewerRelease("75.1");
        appliedByANewerRelease("9999");
        update("ALTER TABLE journal_entry ADD COLUMN color VARCHAR(20)");
        update("ALTER TABLE journal_node ADD COLUMN weight INTEGER DEFAULT 3 NOT NULL");
        NodeMembership membership = NodeMembership.only(source);

        JdbcJournal journal = open(membership);
        try {
            journal.append(List.of(orders.fill("alice"))).toCompletableFuture().join();

            assertThat(journal.history("alice", 0, 1, JournalFixture.ALL, 10)).hasSize(1);
            assertThat(membership.refusal()).isEmpty();
        } finally {
            journal.close();
        }
    }

    @Test
    void itIsRefusedWithoutAnEffectIfTheSchemaNeedsAMigrationThatItDoesNotContain() throws SQLException {
        appliedByANewerRelease("9999");
        update("INSERT INTO schema_requirement (migration, oldest_release) VALUES ('9999', '0.9.0')");
        NodeMembership membership = NodeMembership.only(source);

        JdbcJournal journal = open(membership);
        try {
            assertThat(membership.refusal()).contains("needs migration 9999", "start release 0.9.0 or later");
            assertThat(journal.isAvailable()).isFalse();
            assertThat(JournalFixture.failureOf(
                            journal.append(List.of(orders.fill("alice"))).toCompletableFuture()))
                    .isInstanceOf(JournalUnavailable.class);
            assertThat(database.<Long>read(sql -> sql.number("SELECT COUNT(*) FROM journal_node")))
                    .isZero();

            update("DELETE FROM schema_requirement");
            await().atMost(20, SECONDS).until(journal::isAvailable);
            assertThat(membership.refusal()).isEmpty();
        } finally {
            journal.close();
        }
    }
}
