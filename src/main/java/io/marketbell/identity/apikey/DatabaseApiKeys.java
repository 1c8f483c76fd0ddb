package io.marketbell.identity.apikey;

import io.marketbell.audit.Audit;
import io.marketbell.audit.AuditEvent;
import io.marketbell.database.Database;
import io.marketbell.identity.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stores API keys in the database. */
@ApplicationScoped
class DatabaseApiKeys implements ApiKeyStore {
    private static final String SELECT = "SELECT " + ApiKeyRow.COLUMNS + " FROM api_keys";

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
        database.write(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(ApiKeyRow.INSERT)) {
                ApiKeyRow.bind(insert, key);
                insert.executeUpdate();
            }
            audit.record(connection, event);
            return null;
        });
    }

    @Override
    public boolean revoke(String id, Instant at, AuditEvent event) {
        String update = "UPDATE api_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL";
        return database.write(connection -> {
            try (PreparedStatement revoke = connection.prepareStatement(update)) {
                revoke.setObject(1, ApiKeyRow.column(at));
                revoke.setString(2, id);
                if (revoke.executeUpdate() == 0) {
                    return false;
                }
            }
            audit.record(connection, event);
            return true;
        });
    }

    @Override
    public List<String> revokedSince(Instant time) {
        return select("SELECT id FROM api_keys WHERE revoked_at >= ?", row -> row.getString(1), ApiKeyRow.column(time));
    }

    @Override
    public boolean hasAdmin() {
        String count = "SELECT COUNT(*) FROM api_keys WHERE revoked_at IS NULL AND roles LIKE ?";
        return select(count, row -> row.getLong(1), "%," + Role.ADMIN_NAME + ",%")
                        .get(0)
                > 0;
    }

    @Override
    public Optional<ApiKey> newestPublisher(String user) {
        return keys(
                        " WHERE user_name = ? AND revoked_at IS NULL AND sealed_callback_secret IS NOT NULL"
                                + " ORDER BY created_at DESC, id DESC LIMIT 1",
                        user)
                .stream()
                .findFirst();
    }

    private List<ApiKey> keys(String where, Object... parameters) {
        return select(SELECT + where, ApiKeyRow::read, parameters);
    }

    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> List<T> select(String sql, Reading<T> reading, Object... parameters) {
        return database.read(connection -> {
            List<T> found = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                for (int i = 0; i < parameters.length; i++) {
                    query.setObject(i + 1, parameters[i]);
                }
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(reading.of(row));
                    }
                }
            }
            return found;
        });
    }
}
