package io.marketbell.identity.apikey;

import io.marketbell.audit.Audit;
import io.marketbell.audit.AuditEvent;
import io.marketbell.database.Database;
import io.marketbell.database.Sql;
import io.marketbell.database.TimestampColumn;
import io.marketbell.database.job.Job;
import io.marketbell.identity.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Stores API keys in the database. */
@ApplicationScoped
class DatabaseApiKeys implements ApiKeyStore {
    private static final String SELECT = "SELECT " + ApiKeyRow.SELECTED + " FROM api_keys";

    /** Both columns: a node of the previous release sets only the second one. */
    static final String NOT_REVOKED = "revoked_at_micros IS NULL AND revoked_at IS NULL";

    /** One parameter: the current time. */
    private static final String NOT_EXPIRED = "(expires_at_micros IS NULL OR expires_at_micros > ?)";

    private final Database database;
    private final Audit audit;

    /** Required by the CDI client proxy. */
    protected DatabaseApiKeys() {
        this.database = null;
        this.audit = null;
    }

    @Inject
    DatabaseApiKeys(Database database, Audit audit) {
        this.database = database.as("keys");
        this.audit = audit;
    }

    @Override
    public Optional<ApiKey> find(String id) {
        return keys(" WHERE id = ?", id).stream().findFirst();
    }

    @Override
    public List<ApiKey> list(String after, int limit) {
        return keys(" WHERE id > ? ORDER BY id LIMIT ?", after, limit);
    }

    @Override
    public void add(ApiKey key, AuditEvent event) {
        database.write(sql -> insert(sql, key, event));
    }

    /** The lock excludes other nodes between the query and the commit. */
    @Override
    public boolean addFirstAdmin(ApiKey key, AuditEvent event) {
        return database.write(sql -> Job.FIRST_ADMIN_KEY.isTakenBy(sql) && !hadAdmin(sql) && insert(sql, key, event));
    }

    private boolean insert(Sql sql, ApiKey key, AuditEvent event) throws SQLException {
        sql.update(ApiKeyRow.INSERT, ApiKeyRow.values(key));
        audit.record(sql, event);
        return true;
    }

    @Override
    public boolean revoke(String id, Instant at, AuditEvent event) {
        return database.write(sql -> {
            if (sql.update(
                            "UPDATE api_keys SET revoked_at_micros = ?, revoked_at = ? WHERE id = ? AND " + NOT_REVOKED,
                            at,
                            TimestampColumn.value(at),
                            id)
                    == 0) {
                return false;
            }
            audit.record(sql, event);
            return true;
        });
    }

    /** The lock on the row excludes a concurrent replacement between the update and the commit. */
    @Override
    public boolean replace(String id, Instant expiresAt, ApiKey successor, AuditEvent event) {
        return database.write(sql -> sql.update(
                                "UPDATE api_keys SET replaced_by = ?, restricted_hash = COALESCE(restricted_hash, hash),"
                                        + " hash = ?, expires_at_micros = CASE WHEN expires_at_micros <= ?"
                                        + " THEN expires_at_micros ELSE ? END WHERE id = ? AND replaced_by IS NULL AND "
                                        + NOT_REVOKED + " AND " + NOT_EXPIRED,
                                successor.id(),
                                ApiKeyRow.NO_HASH,
                                expiresAt,
                                expiresAt,
                                id,
                                successor.createdAt())
                        > 0
                && insert(sql, successor, event));
    }

    @Override
    public List<String> endedSince(Instant time, Instant now) {
        return database.read(sql -> sql.list(
                row -> row.getString(1),
                "SELECT id FROM api_keys WHERE revoked_at_micros >= ? UNION"
                        + " SELECT id FROM api_keys WHERE revoked_at_micros IS NULL AND revoked_at >= ? UNION"
                        + " SELECT id FROM api_keys WHERE expires_at_micros BETWEEN ? AND ?",
                time,
                TimestampColumn.value(time),
                time,
                now));
    }

    /** In the order of the ids, so that nodes that store uses of the same keys do not block each other. */
    @Override
    public void recordUses(Map<String, Instant> uses, Duration apart) {
        database.write(sql -> sql.batch(
                "UPDATE api_keys SET last_used_micros = ? WHERE id = ?"
                        + " AND (last_used_micros IS NULL OR last_used_micros <= ?)",
                new TreeMap<>(uses).entrySet(),
                use -> Sql.values(use.getValue(), use.getKey(), use.getValue().minus(apart))));
    }

    @Override
    public boolean hadAdmin() {
        return database.read(DatabaseApiKeys::hadAdmin);
    }

    private static boolean hadAdmin(Sql sql) throws SQLException {
        return sql.number("SELECT COUNT(*) FROM api_keys WHERE roles LIKE ?", "%," + Role.ADMIN_NAME + ",%") > 0;
    }

    @Override
    public Optional<ApiKey> newestPublisher(String user, Instant now) {
        return publishers(user, now).stream().findFirst();
    }

    @Override
    public Optional<ApiKey> previousPublisher(String user, Instant now) {
        return publishers(user, now).stream().skip(1).findFirst();
    }

    /** Returns the two newest. */
    private List<ApiKey> publishers(String user, Instant now) {
        return keys(
                " WHERE user_name = ? AND sealed_callback_secret IS NOT NULL AND " + NOT_REVOKED + " AND " + NOT_EXPIRED
                        + " ORDER BY created DESC, id DESC LIMIT 2",
                user,
                now);
    }

    private List<ApiKey> keys(String where, Object... parameters) {
        return database.read(sql -> sql.list(ApiKeyRow::read, SELECT + where, parameters));
    }
}
