package io.marketbell.identity.apikey;

import io.marketbell.audit.AuditEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
     * Adds a key and its audit event atomically, unless there is or was a key with the admin role.
     *
     * @return false if there is one, or if another node is adding one; nothing was added then
     */
    boolean addFirstAdmin(ApiKey key, AuditEvent event);

    /**
     * Revokes a key and records the audit event atomically. Returns false if the key does not exist or was already
     * revoked.
     */
    boolean revoke(String id, Instant at, AuditEvent event);

    /**
     * Replaces a valid key: adds its successor and the audit event, and sets when the key expires, atomically. An earlier
     * expiry of the key remains.
     *
     * @return false if the key does not exist, is not valid at the time of the successor's creation, or was already
     *     replaced
     */
    boolean replace(String id, Instant expiresAt, ApiKey successor, AuditEvent event);

    /** Returns the ids of keys that were revoked at or after a time, and of those that expired between it and now. */
    List<String> endedSince(Instant time, Instant now);

    /** Stores when keys were used; those with a use less than {@code apart} earlier, also by another node, are left. */
    void recordUses(Map<String, Instant> uses, Duration apart);

    /** Returns whether there is or was a key with the admin role, revoked or not. */
    boolean hadAdmin();

    /** Returns the newest key of the user that may publish and is valid at this time. */
    Optional<ApiKey> newestPublisher(String user, Instant now);

    /** Returns the second newest valid key of the user that may publish. */
    Optional<ApiKey> previousPublisher(String user, Instant now);

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
