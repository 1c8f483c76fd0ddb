package io.marketbell.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.database.Database;
import io.marketbell.database.DatabaseKind;
import io.marketbell.database.OnEveryDatabase;
import io.marketbell.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@OnEveryDatabase
class AuditTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123Z");

    private final DataSource source;
    private final Audit audit;

    AuditTest(DatabaseKind database) {
        source = database.empty();
        audit = AuditTrail.audit(Database.over(source), InstantSource.fixed(NOON), "node-1");
    }

    @Test
    void eventsAreReturnedInTheOrderOfRecording() {
        AuditEvent first = new AuditEvent("olga", "dead_letter.replay", "dead_letter:1", null, "a".repeat(32));
        AuditEvent second = new AuditEvent("olga", "dead_letter.delete", "dead_letter:2", "für bob", "b".repeat(32));
        audit.record(first);
        audit.record(second);

        List<AuditEntry> all = audit.after(0, 10);
        assertThat(all).extracting(AuditTrail::event).containsExactly(first, second);
        assertThat(all).extracting(AuditEntry::at).containsOnly(NOON);
        assertThat(audit.after(all.get(0).id(), 10))
                .extracting(AuditTrail::event)
                .containsExactly(second);
        assertThat(audit.after(0, 1)).hasSize(1);
    }

    @Test
    void everyFieldIsReadBack() {
        AuditEvent event = new AuditEvent(
                "olga",
                "rate_limit.override",
                "rate_limit:user:{user}",
                "10/s",
                "a".repeat(32),
                "bob",
                AuditOutcome.REFUSED,
                new AuditOrigin("2001:db8::1", "jwt:5f"),
                7);
        audit.record(event);

        assertThat(audit.after(0, 10)).singleElement().satisfies(entry -> {
            assertThat(entry.who()).isEqualTo("olga");
            assertThat(entry.about()).isEqualTo("bob");
            assertThat(entry.target()).isEqualTo("rate_limit:user:bob");
            assertThat(entry.outcome()).isEqualTo("refused");
            assertThat(entry.address()).isEqualTo("2001:db8::1");
            assertThat(entry.credential()).isEqualTo("jwt:5f");
            assertThat(entry.occurrences()).isEqualTo(7);
            assertThat(entry.chain().node()).isEqualTo("node-1");
        });
    }

    @Test
    void noRowContainsTheNameOfAUser() {
        audit.record(new AuditEvent("olga", "rate_limit.reset", "rate_limit:user:{user}", null, "a".repeat(32))
                .about("bob"));

        List<String> rows = Database.over(source)
                .read(sql -> sql.list(
                        row -> row.getString(1) + ' ' + row.getString(2) + ' ' + row.getString(3),
                        "SELECT who, target, about FROM audit"));
        assertThat(rows).singleElement().asString().matches("pseudonym-\\w+ rate_limit:user:\\{user} pseudonym-\\w+");
    }

    @Test
    void theServerItselfHasNoPseudonym() {
        audit.record(new AuditEvent("system", "api_key.create", "api_key:1", null, "a".repeat(32)));
        audit.record(new AuditEvent("system", "api_key.create", "api_key:2", null, "a".repeat(32))
                .from(new AuditOrigin("192.0.2.1", "key-of-a-user-with-this-name")));

        List<String> rows = Database.over(source)
                .read(sql -> sql.list(row -> row.getString(1), "SELECT who FROM audit ORDER BY id"));
        assertThat(rows.get(0)).isEqualTo("system");
        assertThat(rows.get(1)).startsWith("pseudonym-");
    }

    @Test
    void anOperationIsRecordedBeforeItIsPerformedAndAfter() {
        AuditEvent event = new AuditEvent("olga", "dead_letter.delete", "dead_letter:1", null, "a".repeat(32));
        AuditedOperation operation = audit.begin(event);
        assertThat(audit.after(0, 10)).extracting(AuditEntry::outcome).containsExactly("started");

        operation.done("deleted");
        audit.begin(event).failed("no such dead letter");
        assertThat(audit.after(0, 10))
                .extracting(AuditEntry::outcome)
                .containsExactly("started", "done", "started", "failed");
    }

    @Test
    void entryOfANodeOfThePreviousReleaseIsRead() {
        Database.over(source)
                .write(sql -> sql.update(
                        "INSERT INTO audit (id, at, who, action, target, trace_id)"
                                + " VALUES (1, ?, 'olga', 'test', 'test', 'trace')",
                        NOON.atOffset(ZoneOffset.UTC)));

        assertThat(audit.after(0, 10)).extracting(AuditEntry::at).containsExactly(NOON);
    }

    @Test
    void aNodeOfThePreviousReleaseReadsTheTime() {
        audit.record(new AuditEvent("olga", "test", "test", null, "a".repeat(32)));

        List<OffsetDateTime> read = Database.over(source)
                .read(sql -> sql.list(row -> row.getObject(1, OffsetDateTime.class), "SELECT at FROM audit"));
        assertThat(read).extracting(OffsetDateTime::toInstant).containsExactly(NOON);
    }

    @Test
    void pagingByIdMissesNoEntryThatCommitsLate() throws SQLException {
        AuditEvent early = new AuditEvent("olga", "api_key.create", "api_key:1", null, "a".repeat(32));
        AuditEvent late = new AuditEvent("olga", "api_key.create", "api_key:2", null, "b".repeat(32));
        List<AuditEvent> seen = new ArrayList<>();
        long cursor = 0;
        try (Connection slow = impatient();
                Connection quick = impatient()) {
            audit.record(new Sql(slow), early);
            try {
                audit.record(new Sql(quick), late);
                quick.commit();
            } catch (SQLException waitedForTheEarlierOne) {
                quick.rollback();
            }
            for (AuditEntry entry : audit.after(cursor, 10)) {
                seen.add(AuditTrail.event(entry));
                cursor = entry.id();
            }
            slow.commit();
        }

        audit.after(cursor, 10).forEach(entry -> seen.add(AuditTrail.event(entry)));
        assertThat(seen).contains(early);
    }

    /** Returns a connection with a short lock timeout. */
    private Connection impatient() throws SQLException {
        Connection connection = source.getConnection();
        connection.setAutoCommit(false);
        boolean h2 = connection.getMetaData().getDatabaseProductName().equals("H2");
        try (Statement statement = connection.createStatement()) {
            statement.execute(h2 ? "SET LOCK_TIMEOUT 20" : "SET lock_timeout = 20");
        }
        connection.commit();
        return connection;
    }
}
