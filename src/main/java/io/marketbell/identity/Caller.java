package io.marketbell.identity;

import java.time.Instant;
import java.util.Set;

/**
 * An authenticated caller.
 *
 * @param user the name to which notifications are addressed
 * @param credential identifies the credential without its secret: the id of an API key, or {@code jwt:} and a digest of
 *     the token
 * @param expiresAt when the credential expires; null if it does not expire by itself
 * @param restrictions of the credential; the caller's address is checked when the credential is
 */
public record Caller(
        String user, Set<Role> roles, Tier tier, String credential, Instant expiresAt, KeyRestrictions restrictions) {

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** Creates a caller whose credential is not restricted. */
    public Caller(String user, Set<Role> roles, Tier tier, String credential, Instant expiresAt) {
        this(user, roles, tier, credential, expiresAt, KeyRestrictions.NONE);
    }

    /** Creates a caller whose credential is not restricted and valid until it is revoked. */
    public Caller(String user, Set<Role> roles, Tier tier, String credential) {
        this(user, roles, tier, credential, null);
    }

    /** Returns whether the caller has the role; an admin has every role. */
    public boolean is(Role role) {
        return roles.contains(role) || roles.contains(Role.ADMIN);
    }
}
