package io.marketbell.audit;

import io.marketbell.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Stores audit events in the table {@code audit}. Append-only: entries cannot be changed. */
@ApplicationScoped
class DatabaseAudit implements Audit {
    private final Database database;
    private final InstantSource clock;

    /** Required by the CDI client proxy. */
    protected DatabaseAudit() {
        this.database = null;
        this.clock = null;
    }

    @Inject
    DatabaseAudit(Database database) {
        this(database, InstantSource.system());
    }

    DatabaseAudit(Database database, InstantSource clock) {
        this.database = database.as("audit");
        this.clock = clock;
    }

    @Override
    public void record(AuditEvent event) {
        database.write(connection -> {
            record(connection, event);
            return null;
        });
    }

    @Override
    public void record(Connection transaction, AuditEvent event) throws SQLException {
        lockOrder(transaction);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String insert = "INSERT INTO audit (id, at, who, action, target, detail, trace_id) VALUES ("
                + nextId(transaction) + ", ?, ?, ?, ?, ?, ?)";
        try (PreparedStatement add = transaction.prepareStatement(insert)) {
            add.setObject(1, now.atOffset(ZoneOffset.UTC));
            add.setString(2, event.who());
            add.setString(3, event.action());
            add.setString(4, event.target());
            add.setString(5, event.detail());
            add.setString(6, event.traceId());
            add.executeUpdate();
        }
    }

    /**
     * Blocks other transactions from taking an id until this one ends, so entries become visible in the order of their
     * ids.
     */
    private static void lockOrder(Connection transaction) throws SQLException {
        try (PreparedStatement lock =
                        transaction.prepareStatement("SELECT id FROM audit_order WHERE id = 1 FOR UPDATE");
                ResultSet row = lock.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the table audit_order is empty");
            }
        }
    }

    /** Returns the expression for the next id; PostgreSQL's syntax differs from the SQL standard. */
    private static String nextId(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")
                ? "nextval('audit_ids')"
                : "NEXT VALUE FOR audit_ids";
    }

    /** Returns the entries with a greater id, in the order of recording, at most {@code limit}. */
    List<AuditEntry> after(long id, int limit) {
        String select =
                "SELECT id, at, who, action, target, detail, trace_id FROM audit WHERE id > ? ORDER BY id LIMIT ?";
        return database.read(connection -> {
            List<AuditEntry> found = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(select)) {
                query.setLong(1, id);
                query.setInt(2, limit);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(new AuditEntry(
                                row.getLong(1),
                                row.getObject(2, OffsetDateTime.class).toInstant(),
                                eventOf(row)));
                    }
                }
            }
            return found;
        });
    }

    private static AuditEvent eventOf(ResultSet row) throws SQLException {
        return new AuditEvent(row.getString(3), row.getString(4), row.getString(5), row.getString(6), row.getString(7));
    }
}
