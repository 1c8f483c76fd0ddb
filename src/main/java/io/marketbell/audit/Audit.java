package io.marketbell.audit;

import io.marketbell.database.Database;
import io.marketbell.database.Sql;
import io.marketbell.database.TimestampColumn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The audit log, stored in the table {@code audit}. Append-only: entries cannot be changed. */
@ApplicationScoped
public class Audit {
    private final Database database;
    private final InstantSource clock;

    /** Required by the CDI client proxy. */
    protected Audit() {
        this.database = null;
        this.clock = null;
    }

    @Inject
    Audit(Database database) {
        this(database, InstantSource.system());
    }

    Audit(Database database, InstantSource clock) {
        this.database = database.as("audit");
        this.clock = clock;
    }

    /** Records an event. Throws a {@link RuntimeException} if the database is unavailable. */
    public void record(AuditEvent event) {
        database.write(sql -> {
            record(sql, event);
            return null;
        });
    }

    /** Shorthand for {@link #record(AuditEvent)}. */
    public void record(String who, String action, String target, String detail, String traceId) {
        record(new AuditEvent(who, action, target, detail, traceId));
    }

    /**
     * Records an event in the transaction that makes the change, so that both are committed or neither is. Other
     * audited transactions block from this call until this transaction ends: call it last and commit soon.
     */
    public void record(Sql transaction, AuditEvent event) throws SQLException {
        lockOrder(transaction);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        transaction.update(
                "INSERT INTO audit (id, at_micros, at, who, action, target, detail, trace_id) VALUES ("
                        + nextId(transaction) + ", ?, ?, ?, ?, ?, ?, ?)",
                now,
                TimestampColumn.value(now),
                event.who(),
                event.action(),
                event.target(),
                event.detail(),
                event.traceId());
    }

    /**
     * Blocks other transactions from taking an id until this one ends, so entries become visible in the order of their
     * ids.
     */
    private static void lockOrder(Sql transaction) throws SQLException {
        transaction
                .first(row -> row.getInt(1), "SELECT id FROM audit_order WHERE id = 1 FOR UPDATE")
                .orElseThrow(() -> new SQLException("the table audit_order is empty"));
    }

    /** Returns the expression for the next id; PostgreSQL's syntax differs from the SQL standard. */
    private static String nextId(Sql transaction) throws SQLException {
        return transaction.connection().getMetaData().getDatabaseProductName().equals("PostgreSQL")
                ? "nextval('audit_ids')"
                : "NEXT VALUE FOR audit_ids";
    }

    /** Returns the entries with a greater id, in the order of recording, at most {@code limit}. */
    List<AuditEntry> after(long id, int limit) {
        return database.read(sql -> sql.list(
                Audit::entry,
                "SELECT id, " + TimestampColumn.micros("at")
                        + ", who, action, target, detail, trace_id FROM audit WHERE id > ? ORDER BY id LIMIT ?",
                id,
                limit));
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong(1),
                Sql.time(row, 2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7));
    }
}
