package io.marketbell.identity;

import java.util.Set;

/**
 * CDI event: API keys are no longer valid. Fired on this node within seconds of the revocation, wherever it was made, and
 * again with every poll of the next two minutes: a connection may have been registered after the first event.
 *
 * @param credentials the ids of the keys
 */
public record ApiKeyRevoked(Set<String> credentials) {

    public ApiKeyRevoked {
        credentials = Set.copyOf(credentials);
    }
}
