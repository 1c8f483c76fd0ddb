package io.marketbell.identity;

import java.util.Set;

/**
 * CDI event: API keys were revoked. Fired on this node within seconds of the revocation on any node, and again with
 * every poll of the next two minutes: a connection may have been registered after the first event.
 *
 * @param credentials the ids of the keys
 */
public record ApiKeyRevoked(Set<String> credentials) {

    public ApiKeyRevoked {
        credentials = Set.copyOf(credentials);
    }
}
