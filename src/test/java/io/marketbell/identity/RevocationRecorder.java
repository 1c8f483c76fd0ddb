package io.marketbell.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers which revocations were told; in tests only. */
@ApplicationScoped
class RevocationRecorder {
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    void revoked(@Observes ApiKeyRevoked event) {
        seen.addAll(event.credentials());
    }

    Set<String> seen() {
        return seen;
    }
}
