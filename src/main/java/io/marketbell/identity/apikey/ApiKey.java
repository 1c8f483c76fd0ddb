package io.marketbell.identity.apikey;

import static java.util.Objects.requireNonNull;

import io.marketbell.identity.Caller;
import io.marketbell.identity.KeyRestrictions;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import java.time.Instant;
import java.util.Set;

/**
 * An API key without its secret.
 *
 * @param id the public part of the key; unique
 * @param hash of the whole key
 * @param sealedCallbackSecret encrypted by {@link SecretCipher}; null if the key may not publish
 * @param createdBy the user who created it
 * @param revokedAt null while the key is not revoked
 * @param expiresAt null if it does not expire by itself
 * @param replacedBy the id of the key that replaces this one; null if none does
 * @param lastUsedAt to the minute; null if it was not used, or only before uses were recorded
 */
public record ApiKey(
        String id,
        ApiKeyHash hash,
        String label,
        String user,
        Set<Role> roles,
        Tier tier,
        String sealedCallbackSecret,
        Instant createdAt,
        String createdBy,
        Instant revokedAt,
        Instant expiresAt,
        KeyRestrictions restrictions,
        String replacedBy,
        Instant lastUsedAt) {

    public ApiKey {
        requireNonNull(id, "id");
        requireNonNull(hash, "hash");
        requireNonNull(user, "user");
        requireNonNull(tier, "tier");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(createdBy, "createdBy");
        roles = Set.copyOf(roles);
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("an API key must have a role");
        }
    }

    /** Creates a key that is not restricted and does not expire. */
    ApiKey(
            String id,
            ApiKeyHash hash,
            String label,
            String user,
            Set<Role> roles,
            Tier tier,
            String sealedCallbackSecret,
            Instant createdAt,
            String createdBy,
            Instant revokedAt) {
        this(
                id,
                hash,
                label,
                user,
                roles,
                tier,
                sealedCallbackSecret,
                createdAt,
                createdBy,
                revokedAt,
                null,
                KeyRestrictions.NONE,
                null,
                null);
    }

    boolean isRevoked() {
        return revokedAt != null;
    }

    boolean isValid(Instant now) {
        return !isRevoked() && (expiresAt == null || now.isBefore(expiresAt));
    }

    /** Returns whether versions that do not know restrictions must reject the key. */
    boolean isRestricted() {
        return expiresAt != null || !restrictions.areEmpty();
    }

    static boolean mayPublish(Set<Role> roles) {
        return roles.contains(Role.PUBLISHER) || roles.contains(Role.ADMIN);
    }

    Caller caller() {
        return new Caller(user, roles, tier, id, expiresAt, restrictions);
    }

    /** Omits the hash and the encrypted secret. */
    @Override
    public String toString() {
        return "Key[" + id + " of " + user + "]";
    }
}
