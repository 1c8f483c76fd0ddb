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
        audit = new Audit(Database.over(source), InstantSource.fixed(NOON));
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
