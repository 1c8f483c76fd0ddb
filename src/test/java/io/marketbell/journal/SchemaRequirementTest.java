package io.marketbell.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.database.Database;
import io.marketbell.database.DatabaseKind;
import io.marketbell.database.OnEveryDatabase;
import io.marketbell.database.ProductDatabases;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class SchemaRequirementTest {
    private final DataSource source;
    private final Database database;

    SchemaRequirementTest(DatabaseKind kind) {
        source = kind.empty();
        database = Database.over(source);
    }

    private void require(String migration) {
        database.write(sql -> sql.update(
                "INSERT INTO schema_requirement (migration, oldest_release) VALUES (?, '0.9.0')", migration));
    }

    private String refusal(Set<String> contained) {
        return database.read(sql -> new SchemaRequirement(() -> contained).refusal(sql));
    }

    @Test
    void thisReleaseRunsOnItsOwnSchema() {
        assertThat(refusal(Migration.contained(source))).isEmpty();
    }

    @Test
    void aReleaseThatContainsTheRequiredMigrationsMayRun() {
        require("80");
        require("74");

        assertThat(refusal(Set.of("74", "80", "81"))).isEmpty();
    }

    @Test
    void aReleaseWithoutARequiredMigrationIsRefused() {
        require("80");

        assertThat(refusal(Set.of("74", "81")))
                .isEqualTo("the schema of the database needs migration 80, which this release does not contain; start"
                        + " release 0.9.0 or later, or restore a backup");
    }

    @Test
    void aSchemaWithoutTheTableRequiresNothing() {
        DataSource empty = ProductDatabases.newPostgres();

        assertThat(Database.over(empty)
                        .<String>read(sql -> new SchemaRequirement(() -> {
                                    throw new AssertionError("not needed");
                                })
                                .refusal(sql)))
                .isEmpty();
    }
}
