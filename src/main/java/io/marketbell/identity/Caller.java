package io.marketbell.identity;

import java.time.Instant;
import java.util.Set;

/**
 * Someone who has proved who they are.
 *
 * @param user the name notifications are addressed to
 * @param credential names the credential, not its secret: the id of an API key, or {@code jwt:} and a digest of the token
 * @param expiresAt from when on the credential is worth nothing; null where it has no such time of its own
 */
public record Caller(String user, Set<Role> roles, Tier tier, String credential, Instant expiresAt) {

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** One whose credential is valid until it is revoked. */
    public Caller(String user, Set<Role> roles, Tier tier, String credential) {
        this(user, roles, tier, credential, null);
    }

    /** Whether the caller has the role; an admin has all. */
    public boolean is(Role role) {
        return roles.contains(role) || roles.contains(Role.ADMIN);
    }
}
