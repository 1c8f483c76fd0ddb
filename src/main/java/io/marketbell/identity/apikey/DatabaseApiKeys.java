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
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stores API keys in the database. */
@ApplicationScoped
class DatabaseApiKeys implements ApiKeyStore {
    private static final String SELECT = "SELECT " + ApiKeyRow.SELECTED + " FROM api_keys";

    /** Both columns: a node of the previous release sets only the second one. */
    static final String NOT_REVOKED = "revoked_at_micros IS NULL AND revoked_at IS NULL";

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
        return database.write(sql -> Job.FIRST_ADMIN_KEY.isTakenBy(sql) && !hasAdmin(sql) && insert(sql, key, event));
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

    @Override
    public List<String> revokedSince(Instant time) {
        return database.read(sql -> sql.list(
                row -> row.getString(1),
                "SELECT id FROM api_keys WHERE revoked_at_micros >= ? UNION"
                        + " SELECT id FROM api_keys WHERE revoked_at_micros IS NULL AND revoked_at >= ?",
                time,
                TimestampColumn.value(time)));
    }

    @Override
    public boolean hasAdmin() {
        return database.read(DatabaseApiKeys::hasAdmin);
    }

    private static boolean hasAdmin(Sql sql) throws SQLException {
        return sql.number(
                        "SELECT COUNT(*) FROM api_keys WHERE roles LIKE ? AND " + NOT_REVOKED,
                        "%," + Role.ADMIN_NAME + ",%")
                > 0;
    }

    @Override
    public Optional<ApiKey> newestPublisher(String user) {
        return publishers(user).stream().findFirst();
    }

    @Override
    public Optional<ApiKey> previousPublisher(String user) {
        return publishers(user).stream().skip(1).findFirst();
    }

    /** Returns the two newest. */
    private List<ApiKey> publishers(String user) {
        return keys(
                " WHERE user_name = ? AND sealed_callback_secret IS NOT NULL AND " + NOT_REVOKED
                        + " ORDER BY created DESC, id DESC LIMIT 2",
                user);
    }

    private List<ApiKey> keys(String where, Object... parameters) {
        return database.read(sql -> sql.list(ApiKeyRow::read, SELECT + where, parameters));
    }
}
