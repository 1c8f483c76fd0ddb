package io.marketbell.identity.apikey;

import io.marketbell.audit.AuditEvent;
import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes, lists and revokes API keys. */
public final class ApiKeys {
    private final ConfiguredApiKeys configured;
    private final ApiKeyStore store;
    private final ApiKeyCache cache;
    private final SecretCipher cipher;
    private final InstantSource clock;

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

    /** What a new key shall be. */
    public record Wanted(String user, Set<Role> roles, Tier tier, String label) {}

    /**
     * A new key with its secrets, which nobody can be told again.
     *
     * @param callbackSecret null where the key may not publish
     */
    public record Issued(ApiKey key, String text, String callbackSecret) {
        @Override
        public String toString() {
            return "Issued[" + key + "]";
        }
    }

    public enum Revocation {
        REVOKED,
        /** There is none of this id, or it was revoked before. */
        UNKNOWN,
        /** It is in the configuration, and can only be taken away there. */
        CONFIGURED
    }

    public Issued issue(Wanted wanted, String by, String traceId) {
        ApiKeyText text = ApiKeyText.random();
        String callbackSecret = ApiKey.mayPublish(wanted.roles()) ? "mbs_" + ApiKeyText.randomSecret() : null;
        ApiKey key = new ApiKey(
                text.id(),
                ApiKeyHash.of(text.text()),
                wanted.label(),
                wanted.user(),
                wanted.roles(),
                wanted.tier(),
                callbackSecret == null ? null : cipher.seal(callbackSecret, text.id()),
                now(),
                by,
                null);
        String roles = key.roles().stream().sorted().map(Role::label).collect(Collectors.joining(", "));
        String detail = "for " + key.user() + " as " + roles + ", " + key.tier().label();
        store.add(key, new AuditEvent(by, "api_key.create", "api_key:" + key.id(), detail, traceId));
        cache.forget(key.id());
        return new Issued(key, text.text(), callbackSecret);
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
        return Revocation.REVOKED;
    }

    /** Those of the database, revoked ones too, by id, after the given one. */
    List<ApiKey> list(String after, int limit) {
        if (!after.isEmpty() && !ApiKeyText.isId(after)) {
            throw new ProblemException(Problem.invalid("after", "is not a valid key id"));
        }
        return store.list(after, limit);
    }

    /** Those of the configuration. */
    Collection<ApiKey> configured() {
        return configured.all();
    }

    /** Both databases keep microseconds or more; milliseconds are what JSON shows. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
