package io.marketbell.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** A row of {@code api_keys}; outside {@link DatabaseKeys} it is a {@link Key}. */
@Entity
@Table(name = "api_keys")
public class StoredKey {
    @Id
    String id;

    String hash;
    String label;

    @Column(name = "user_name")
    String userName;

    /** Labels with commas before, between and after, so that LIKE finds each. */
    String roles;

    String tier;

    @Column(name = "sealed_callback_secret")
    String sealedCallbackSecret;

    @Column(name = "created_at")
    OffsetDateTime createdAt;

    @Column(name = "created_by")
    String createdBy;

    @Column(name = "revoked_at")
    OffsetDateTime revokedAt;

    protected StoredKey() {}

    static StoredKey of(Key key) {
        StoredKey row = new StoredKey();
        row.id = key.id();
        row.hash = key.hash().text();
        row.label = key.label();
        row.userName = key.user();
        row.roles = key.roles().stream().sorted().map(Role::label).collect(Collectors.joining(",", ",", ","));
        row.tier = key.tier().label();
        row.sealedCallbackSecret = key.sealedCallbackSecret();
        row.createdAt = row(key.createdAt());
        row.createdBy = key.createdBy();
        row.revokedAt = row(key.revokedAt());
        return row;
    }

    Key key() {
        // A role or tier that this version does not know must fail: it is not ours to guess what the key may do.
        Set<Role> held = Arrays.stream(roles.split(","))
                .filter(label -> !label.isEmpty())
                .map(label -> Role.of(label).orElseThrow())
                .collect(Collectors.toUnmodifiableSet());
        return new Key(
                id,
                KeyHash.parse(hash),
                label,
                userName,
                held,
                Tier.of(tier).orElseThrow(),
                sealedCallbackSecret,
                createdAt.toInstant(),
                createdBy,
                revokedAt == null ? null : revokedAt.toInstant());
    }

    /** EclipseLink reads an Instant from H2 as something else; an OffsetDateTime it can. */
    static OffsetDateTime row(Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }
}
