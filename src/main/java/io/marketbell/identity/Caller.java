package io.marketbell.identity;

import java.util.Set;

/**
 * Someone who has proved who they are.
 *
 * @param user the name notifications are addressed to
 * @param credential names the credential, not its secret: the id of an API key
 */
public record Caller(String user, Set<Role> roles, Tier tier, String credential) {

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** Whether the caller has the role; an admin has all. */
    public boolean is(Role role) {
        return roles.contains(role) || roles.contains(Role.ADMIN);
    }
}
