package io.marketbell.identity.apikey;

import io.marketbell.audit.AuditEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where API keys last. Every method may fail with a {@link RuntimeException} where the database is away. */
public interface ApiKeyStore {

    /** The key with this id, revoked or not. */
    Optional<ApiKey> find(String id);

    /** At most {@code limit} keys, revoked ones too, whose ids come after the given one, by id. */
    List<ApiKey> list(String after, int limit);

    /** Adds a key, and the audit's entry of it, both or neither. */
    void add(ApiKey key, AuditEvent event);

    /** Revokes a key, and enters it in the audit, both or neither; false where there is none of this id, or it was revoked before. */
    boolean revoke(String id, Instant at, AuditEvent event);

    /** The ids of keys that were revoked at this time or later. */
    List<String> revokedSince(Instant time);

    /** Whether an admin has a key that is valid. */
    boolean hasAdmin();

    /** The newest valid key of the user that may publish. */
    Optional<ApiKey> newestPublisher(String user);
}
