package io.marketbell.identity.apikey;

import io.marketbell.database.Sql;
import io.marketbell.database.TimestampColumn;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;

/** Maps a key to a row of the table {@code api_keys}. */
final class ApiKeyRow {
    /** The columns that {@link #read} needs. */
    static final String SELECTED = "id, hash, label, user_name, roles, tier, sealed_callback_secret, created_by, "
            + TimestampColumn.micros("created_at") + " AS created, " + TimestampColumn.micros("revoked_at");

    static final String INSERT = "INSERT INTO api_keys (id, hash, label, user_name, roles, tier,"
            + " sealed_callback_secret, created_by, created_at_micros, revoked_at_micros, created_at, revoked_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private ApiKeyRow() {}

    /** Returns the parameters of {@link #INSERT}. */
    static Object[] values(ApiKey key) {
        return Sql.values(
                key.id(),
                key.hash().text(),
                key.label(),
                key.user(),
                labels(key.roles()),
                key.tier().label(),
                key.sealedCallbackSecret(),
                key.createdBy(),
                key.createdAt(),
                key.revokedAt(),
                TimestampColumn.value(key.createdAt()),
                TimestampColumn.value(key.revokedAt()));
    }

    /** @throws ApiKeyStore.UnreadableKey if the row contains values unknown to this version */
    static ApiKey read(ResultSet row) throws SQLException {
        try {
            return key(row);
        } catch (IllegalArgumentException | NoSuchElementException e) {
            throw new ApiKeyStore.UnreadableKey(row.getString(1), e);
        }
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getString(1),
                ApiKeyHash.parse(row.getString(2)),
                row.getString(3),
                row.getString(4),
                roles(row.getString(5)),
                Tier.of(row.getString(6)).orElseThrow(),
                row.getString(7),
                Sql.time(row, 9),
                row.getString(8),
                Sql.time(row, 10));
    }

    /** Returns the labels with commas before, between and after, so that LIKE matches each. */
    private static String labels(Set<Role> roles) {
        return roles.stream().sorted().map(Role::label).collect(Collectors.joining(",", ",", ","));
    }

    /** Fails for a role or tier unknown to this version, because the permissions of the key cannot be determined. */
    private static Set<Role> roles(String labels) {
        return Arrays.stream(labels.split(","))
                .filter(label -> !label.isEmpty())
                .map(label -> Role.of(label).orElseThrow())
                .collect(Collectors.toUnmodifiableSet());
    }
}
