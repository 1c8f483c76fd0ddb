package io.marketbell.identity.apikey;

import io.marketbell.identity.ApiKeyRevoked;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Records the revocations that were fired. */
@ApplicationScoped
public class RevocationRecorder {
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    void revoked(@Observes ApiKeyRevoked event) {
        seen.addAll(event.credentials());
    }

    public Set<String> seen() {
        return seen;
    }
}
