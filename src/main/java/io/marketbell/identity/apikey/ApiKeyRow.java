package io.marketbell.identity.apikey;

import io.marketbell.database.Sql;
import io.marketbell.database.TimestampColumn;
import io.marketbell.http.address.Network;
import io.marketbell.identity.KeyRestrictions;
import io.marketbell.identity.PublishScope;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Maps a key to a row of the table {@code api_keys}. The hash of a key with an expiry or a restriction is in a column
 * that the previous release does not read: a node of that release rejects the key instead of ignoring the restriction.
 */
final class ApiKeyRow {
    /** The columns that {@link #read} needs. */
    static final String SELECTED = "id, COALESCE(restricted_hash, hash), label, user_name, roles, tier,"
            + " sealed_callback_secret, created_by, " + TimestampColumn.micros("created_at") + " AS created, "
            + TimestampColumn.micros("revoked_at") + ", expires_at_micros, networks, publish_types,"
            + " publish_recipients_prefix, replaced_by, last_used_micros";

    static final String INSERT = "INSERT INTO api_keys (id, hash, restricted_hash, label, user_name, roles, tier,"
            + " sealed_callback_secret, created_by, created_at_micros, revoked_at_micros, created_at, revoked_at,"
            + " expires_at_micros, networks, publish_types, publish_recipients_prefix, replaced_by, last_used_micros)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    /** The hash that no key has. */
    static final String NO_HASH = ApiKeyHash.OF_UNKNOWN_KEY.text();

    private ApiKeyRow() {}

    /** Returns the parameters of {@link #INSERT}. */
    static Object[] values(ApiKey key) {
        String hash = key.hash().text();
        PublishScope scope = key.restrictions().scope();
        return Sql.values(
                key.id(),
                key.isRestricted() ? NO_HASH : hash,
                key.isRestricted() ? hash : null,
                key.label(),
                key.user(),
                labels(key.roles()),
                key.tier().label(),
                key.sealedCallbackSecret(),
                key.createdBy(),
                key.createdAt(),
                key.revokedAt(),
                TimestampColumn.value(key.createdAt()),
                TimestampColumn.value(key.revokedAt()),
                key.expiresAt(),
                joined(key.restrictions().networks().stream().map(Network::text)),
                joined(scope.types().stream()),
                scope.recipientsPrefix().isEmpty() ? null : scope.recipientsPrefix(),
                key.replacedBy(),
                key.lastUsedAt());
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
        String prefix = row.getString(14);
        return new ApiKey(
                row.getString(1),
                ApiKeyHash.parse(row.getString(2)),
                row.getString(3),
                row.getString(4),
                Set.copyOf(list(row.getString(5), label -> Role.of(label).orElseThrow())),
                Tier.of(row.getString(6)).orElseThrow(),
                row.getString(7),
                Sql.time(row, 9),
                row.getString(8),
                Sql.time(row, 10),
                Sql.time(row, 11),
                new KeyRestrictions(
                        list(row.getString(12), Network::parse),
                        new PublishScope(list(row.getString(13), Function.identity()), prefix == null ? "" : prefix)),
                row.getString(15),
                Sql.time(row, 16));
    }

    /** Returns the labels with commas before, between and after, so that LIKE matches each. */
    private static String labels(Set<Role> roles) {
        return roles.stream().sorted().map(Role::label).collect(Collectors.joining(",", ",", ","));
    }

    private static String joined(Stream<String> values) {
        String all = values.collect(Collectors.joining(","));
        return all.isEmpty() ? null : all;
    }

    /** Fails for a value unknown to this version, because the permissions of the key cannot be determined. */
    private static <T> List<T> list(String values, Function<String, T> reading) {
        return values == null
                ? List.of()
                : Stream.of(values.split(","))
                        .filter(value -> !value.isEmpty())
                        .map(reading)
                        .toList();
    }
}
