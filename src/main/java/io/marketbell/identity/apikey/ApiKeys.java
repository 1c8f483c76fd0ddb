package io.marketbell.identity.apikey;

import io.marketbell.audit.AuditEvent;
import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.identity.KeyRestrictions;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Creates, lists, replaces and revokes API keys. */
public final class ApiKeys {
    private final ConfiguredApiKeys configured;
    private final ApiKeyStore store;
    private final ApiKeyCache cache;
    private final SecretCipher cipher;
    private final InstantSource clock;
    private volatile Runnable onRevoked = () -> {};

    ApiKeys(
            ConfiguredApiKeys configured,
            ApiKeyStore store,
            ApiKeyCache cache,
            SecretCipher cipher,
            InstantSource clock) {
        this.configured = configured;
        this.store = store;
        this.cache = cache;
        this.cipher = cipher;
        this.clock = clock;
    }

    /**
     * The properties of a new key.
     *
     * @param expiresAt null if it does not expire by itself
     */
    public record NewKey(
            String user, Set<Role> roles, Tier tier, String label, Instant expiresAt, KeyRestrictions restrictions) {

        /** Describes a key that is not restricted and does not expire. */
        public NewKey(String user, Set<Role> roles, Tier tier, String label) {
            this(user, roles, tier, label, null, KeyRestrictions.NONE);
        }
    }

    /**
     * A new key with its secrets, which cannot be retrieved later.
     *
     * @param callbackSecret null if the key may not publish
     */
    public record Issued(ApiKey key, String text, String callbackSecret) {
        @Override
        public String toString() {
            return "Issued[" + key + "]";
        }
    }

    /** The result of replacing a key. */
    sealed interface Rotation {
        /**
         * @param successor has the properties of the replaced key; if that one had an expiry, then the same lifetime
         * @param expiresAt when the replaced key expires
         */
        record Rotated(Issued successor, Instant expiresAt) implements Rotation {}

        /** The key does not exist, is revoked, or has expired. */
        record Unknown() implements Rotation {}

        /** The key comes from the configuration and can only be changed there. */
        record Configured() implements Rotation {}

        /** @param by the id of the key that replaces it */
        record AlreadyReplaced(String by) implements Rotation {}
    }

    public enum Revocation {
        REVOKED,
        /** The key does not exist or was already revoked. */
        UNKNOWN,
        /** The key comes from the configuration and can only be removed there. */
        CONFIGURED
    }

    public Issued issue(NewKey newKey, String by, String traceId) {
        Issued issued = create(newKey, by);
        store.add(issued.key(), creation(issued.key(), traceId));
        cache.invalidate(issued.key().id());
        return issued;
    }

    /**
     * Adds a created key unless an admin ever had a key.
     *
     * @return false if one had, or if another node is adding one
     */
    boolean addFirstAdmin(Issued issued, String traceId) {
        boolean added = store.addFirstAdmin(issued.key(), creation(issued.key(), traceId));
        cache.invalidate(issued.key().id());
        return added;
    }

    /** Creates a key that is not valid until it is added. */
    Issued create(NewKey newKey, String by) {
        ApiKeyText text = ApiKeyText.random();
        String callbackSecret = ApiKey.mayPublish(newKey.roles()) ? "mbs_" + ApiKeyText.randomSecret() : null;
        ApiKey key = new ApiKey(
                text.id(),
                ApiKeyHash.of(text.text()),
                newKey.label(),
                newKey.user(),
                newKey.roles(),
                newKey.tier(),
                callbackSecret == null ? null : cipher.seal(callbackSecret, text.id()),
                now(),
                by,
                null,
                newKey.expiresAt(),
                newKey.restrictions(),
                null,
                null);
        return new Issued(key, text.text(), callbackSecret);
    }

    private static AuditEvent creation(ApiKey key, String traceId) {
        return new AuditEvent(
                        key.createdBy(), "api_key.create", "api_key:" + key.id(), ApiKeyDescription.of(key), traceId)
                .about(key.user());
    }

    /**
     * Creates a key that replaces another one, which then expires after the overlap.
     *
     * @param id of the replaced key
     */
    Rotation rotate(String id, Duration overlap, String by, String traceId) {
        if (configured.find(id) != null) {
            return new Rotation.Configured();
        }
        Optional<ApiKey> found = ApiKeyText.isId(id) ? store.find(id) : Optional.empty();
        if (found.isEmpty() || !found.get().isValid(now())) {
            return new Rotation.Unknown();
        }
        ApiKey old = found.get();
        if (old.replacedBy() != null) {
            return new Rotation.AlreadyReplaced(old.replacedBy());
        }
        Instant now = now();
        Issued successor = create(successorOf(old, now), by);
        Instant end = old.expiresAt() != null && old.expiresAt().isBefore(now.plus(overlap))
                ? old.expiresAt()
                : now.plus(overlap);
        AuditEvent event = new AuditEvent(
                by,
                "api_key.rotate",
                "api_key:" + id,
                "replaced by " + successor.key().id() + ", expires at " + end,
                traceId);
        if (!store.replace(id, end, successor.key(), event)) {
            // another request has just replaced or revoked it
            return new Rotation.Unknown();
        }
        cache.invalidate(id);
        cache.invalidate(successor.key().id());
        return new Rotation.Rotated(successor, end);
    }

    private static NewKey successorOf(ApiKey old, Instant now) {
        Instant expiresAt =
                old.expiresAt() == null ? null : now.plus(Duration.between(old.createdAt(), old.expiresAt()));
        return new NewKey(old.user(), old.roles(), old.tier(), old.label(), expiresAt, old.restrictions());
    }

    public Revocation revoke(String id, String by, String traceId) {
        if (configured.find(id) != null) {
            return Revocation.CONFIGURED;
        }
        if (!ApiKeyText.isId(id)
                || !store.revoke(id, now(), new AuditEvent(by, "api_key.revoke", "api_key:" + id, null, traceId))) {
            return Revocation.UNKNOWN;
        }
        cache.announce(id);
        onRevoked.run();
        return Revocation.REVOKED;
    }

    /** Registers the action that runs after each revocation by this node. It must not block. */
    void onRevoked(Runnable action) {
        onRevoked = action;
    }

    /** Returns the keys of the database with an id greater than the given one, sorted by id, including revoked keys. */
    List<ApiKey> list(String after, int limit) {
        if (!after.isEmpty() && !ApiKeyText.isId(after)) {
            throw new ProblemException(Problem.invalid("after", "is not a valid key id"));
        }
        return store.list(after, limit);
    }

    /** Returns the keys of the configuration. */
    Collection<ApiKey> configured() {
        return configured.all();
    }

    /**
     * Returns the current time in milliseconds, the precision of the JSON; both databases store at least microseconds.
     */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
