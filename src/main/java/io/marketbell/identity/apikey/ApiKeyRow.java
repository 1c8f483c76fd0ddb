package io.marketbell.identity.apikey;

import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;

/** Maps a key to a row of the table {@code api_keys}. */
final class ApiKeyRow {
    static final String COLUMNS =
            "id, hash, label, user_name, roles, tier, sealed_callback_secret, created_at, created_by, revoked_at";
    static final String INSERT = "INSERT INTO api_keys (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private ApiKeyRow() {}

    static void bind(PreparedStatement insert, ApiKey key) throws SQLException {
        insert.setString(1, key.id());
        insert.setString(2, key.hash().text());
        insert.setString(3, key.label());
        insert.setString(4, key.user());
        insert.setString(5, labels(key.roles()));
        insert.setString(6, key.tier().label());
        insert.setString(7, key.sealedCallbackSecret());
        insert.setObject(8, column(key.createdAt()));
        insert.setString(9, key.createdBy());
        insert.setObject(10, column(key.revokedAt()));
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
        OffsetDateTime revokedAt = row.getObject(10, OffsetDateTime.class);
        return new ApiKey(
                row.getString(1),
                ApiKeyHash.parse(row.getString(2)),
                row.getString(3),
                row.getString(4),
                roles(row.getString(5)),
                Tier.of(row.getString(6)).orElseThrow(),
                row.getString(7),
                row.getObject(8, OffsetDateTime.class).toInstant(),
                row.getString(9),
                revokedAt == null ? null : revokedAt.toInstant());
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

    /** Converts to a type that JDBC supports. */
    static OffsetDateTime column(Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
