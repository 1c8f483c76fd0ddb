package io.marketbell.identity.apikey;

import static java.util.Objects.requireNonNull;

import io.marketbell.identity.Caller;
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
 * @param revokedAt null while the key is valid
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
        Instant revokedAt) {

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

    boolean isRevoked() {
        return revokedAt != null;
    }

    static boolean mayPublish(Set<Role> roles) {
        return roles.contains(Role.PUBLISHER) || roles.contains(Role.ADMIN);
    }

    Caller caller() {
        return new Caller(user, roles, tier, id);
    }

    /** Omits the hash and the encrypted secret. */
    @Override
    public String toString() {
        return "Key[" + id + " of " + user + "]";
    }
}
