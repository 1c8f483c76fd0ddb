package io.marketbell.identity.apikey;

import io.marketbell.audit.AuditEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Durable storage of API keys. Every method may throw a {@link RuntimeException} if the database is unavailable. */
public interface ApiKeyStore {

    /** Returns the key with this id, revoked or not. */
    Optional<ApiKey> find(String id);

    /**
     * Returns keys with an id greater than the given one, sorted by id, including revoked keys, at most {@code limit}.
     */
    List<ApiKey> list(String after, int limit);

    /** Adds a key and its audit event atomically. */
    void add(ApiKey key, AuditEvent event);

    /**
     * Adds a key and its audit event atomically, unless there is a valid key with the admin role.
     *
     * @return false if there is one, or if another node is adding one; nothing was added then
     */
    boolean addFirstAdmin(ApiKey key, AuditEvent event);

    /**
     * Revokes a key and records the audit event atomically. Returns false if the key does not exist or was already
     * revoked.
     */
    boolean revoke(String id, Instant at, AuditEvent event);

    /** Returns the ids of keys that were revoked at or after this time. */
    List<String> revokedSince(Instant time);

    /** Returns whether there is a valid key with the admin role. */
    boolean hasAdmin();

    /** Returns the newest valid key of the user that may publish. */
    Optional<ApiKey> newestPublisher(String user);

    /** Returns the second newest valid key of the user that may publish. */
    Optional<ApiKey> previousPublisher(String user);

    /**
     * A stored key that this version cannot read, for example one with a role of a newer version. The database is
     * available.
     */
    final class UnreadableKey extends RuntimeException {
        UnreadableKey(String id, RuntimeException cause) {
            super("the stored API key " + id + " cannot be read by this version: " + cause, cause);
        }
    }
}
