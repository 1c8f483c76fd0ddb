package io.marketbell.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.database.Database;
import io.marketbell.database.ProductDatabases;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DatabaseAuditTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123Z");

    @Nested
    class H2Test extends Contract {
        H2Test() {
            super(ProductDatabases.h2());
        }
    }

    @Nested
    class PostgresTest extends Contract {
        PostgresTest() {
            super(ProductDatabases.postgres());
        }
    }

    abstract static class Contract {
        private final DatabaseAudit audit;

        Contract(DataSource source) {
            audit = new DatabaseAudit(Database.over(source), InstantSource.fixed(NOON));
        }

        @Test
        void deedsAreReadInTheOrderTheyWereEnteredIn() {
            Deed first = new Deed("olga", "dead_letter.replay", "dead_letter:1", null, "a".repeat(32));
            Deed second = new Deed("olga", "dead_letter.delete", "dead_letter:2", "für bob", "b".repeat(32));
            audit.record(first);
            audit.record(second);

            List<AuditEntry> all = audit.after(0, 10);
            assertThat(all).extracting(AuditEntry::deed).containsExactly(first, second);
            assertThat(all).extracting(AuditEntry::at).containsOnly(NOON);
            assertThat(audit.after(all.get(0).id(), 10))
                    .extracting(AuditEntry::deed)
                    .containsExactly(second);
            assertThat(audit.after(0, 1)).hasSize(1);
        }
    }
}
