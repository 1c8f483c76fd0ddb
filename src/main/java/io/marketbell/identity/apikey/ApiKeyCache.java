package io.marketbell.identity.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.marketbell.database.DataRejected;
import io.marketbell.database.DatabaseUnavailable;
import io.marketbell.database.OutageLog;
import io.marketbell.identity.ApiKeyRevoked;
import io.marketbell.identity.Authenticator;
import io.marketbell.identity.Caller;
import io.marketbell.identity.IdentityUnavailable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Caches API keys for a few seconds. The cache contains hashes as stored in the database, never secrets: every use of a
 * key is hashed and compared, which takes half a microsecond.
 *
 * <p>When the database fails, it is not queried until {@link #poll} has seen it respond again, and cached keys are used
 * for up to {@link #STALE}: active callers stay authenticated, and no request waits for an unavailable database. If only
 * too many calls wait for the database, cached keys are used as well, and the next use queries the database again.
 */
final class ApiKeyCache {
    private static final Logger LOG = System.getLogger(ApiKeyCache.class.getName());

    /** How long a cached key is valid without querying the database. */
    static final Duration FRESH = Duration.ofSeconds(5);

    /** How long a cached key is valid while the database is unavailable. */
    static final Duration STALE = Duration.ofMinutes(5);

    /** The maximum clock difference between nodes at which no revocation is missed. */
    private static final Duration SKEW = Duration.ofMinutes(2);

    private static final int MAX_CACHED = 100_000;

    private final ConfiguredApiKeys configured;
    private final ApiKeyStore store;
    private final InstantSource clock;
    private final Consumer<ApiKeyRevoked> revoked;
    private final ApiKeyUses uses;

    private final Cache<String, CachedKey> cached;
    private final Cache<String, Boolean> announced;
    private final OutageLog outage = new OutageLog(
            LOG,
            "the database is unavailable; API keys are verified from memory",
            "the database is available again; API keys are verified with it");
    private Instant polledUpTo;

    ApiKeyCache(ConfiguredApiKeys configured, ApiKeyStore store, InstantSource clock, Consumer<ApiKeyRevoked> revoked) {
        this.configured = configured;
        this.store = store;
        this.clock = clock;
        this.revoked = revoked;
        this.polledUpTo = clock.instant();
        this.uses = new ApiKeyUses(store, clock);
        this.cached = cache(MAX_CACHED, STALE, clock);
        this.announced = cache(MAX_CACHED, STALE, clock);
    }

    static <V> Cache<String, V> cache(int maximum, Duration lifetime, InstantSource clock) {
        return Caffeine.newBuilder()
                .maximumSize(maximum)
                .expireAfterWrite(lifetime)
                .ticker(() -> clock.millis() * 1_000_000)
                .executor(Runnable::run)
                .build();
    }

    /**
     * @param key null if the id does not exist: cached as long as existing keys, so that unknown ids take as long as
     *     wrong secrets
     */
    private record CachedKey(ApiKey key, long atMillis) {}

    /** See {@link Authenticator#byApiKey}. */
    Optional<Caller> byApiKey(String apiKey) {
        Optional<ApiKeyText> text = ApiKeyText.parse(apiKey);
        ApiKey fixed = text.isEmpty() ? null : configured.find(text.get().id());
        ApiKey key = text.isEmpty() || fixed != null ? fixed : stored(text.get());
        ApiKeyHash hash = key == null ? ApiKeyHash.OF_UNKNOWN_KEY : key.hash();
        boolean matches = hash.matches(text.isEmpty() ? "" : text.get().text());
        if (!matches || key == null || !key.isValid(clock.instant())) {
            return Optional.empty();
        }
        if (fixed == null) {
            uses.record(key);
        }
        return Optional.of(key.caller());
    }

    /** Returns null if there is none. */
    private ApiKey stored(ApiKeyText text) {
        return text.mayBeStored() ? current(text.id()).key() : null;
    }

    private CachedKey current(String id) {
        CachedKey found = cached.getIfPresent(id);
        if (isFresh(found)) {
            return found;
        }
        if (!outage.isFailing()) {
            try {
                // One query for all concurrent requests. invalidate(id) waits for it, so a stale key cannot remain.
                // If it fails, the waiting requests do not retry one after the other.
                CachedKey looked = cached.asMap()
                        .compute(id, (i, present) -> outage.isFailing() || isFresh(present) ? present : load(i));
                return isFresh(looked) ? looked : orUnavailable(looked, null);
            } catch (RuntimeException e) {
                return orUnavailable(found, e);
            }
        }
        return orUnavailable(found, null);
    }

    private CachedKey load(String id) {
        try {
            return new CachedKey(store.find(id).orElse(null), clock.millis());
        } catch (DataRejected e) {
            // The database is reachable and cannot store such an id: no key has it.
            return new CachedKey(null, clock.millis());
        } catch (ApiKeyStore.UnreadableKey e) {
            // The database is reachable here, too. Only this key is rejected.
            LOG.log(Level.WARNING, e.getMessage());
            return new CachedKey(null, clock.millis());
        } catch (DatabaseUnavailable.Overloaded e) {
            throw e;
        } catch (RuntimeException e) {
            outage.failed(e);
            throw e;
        }
    }

    private boolean isFresh(CachedKey found) {
        return found != null && clock.millis() - found.atMillis() < FRESH.toMillis();
    }

    private static CachedKey orUnavailable(CachedKey found, RuntimeException cause) {
        if (found == null || found.key() == null) {
            throw new IdentityUnavailable(cause);
        }
        return found;
    }

    /** Makes the next use of the key query the database. */
    void invalidate(String id) {
        cached.invalidate(id);
    }

    /**
     * Fires an event for the keys that expired, or were revoked by any node, within the last two minutes; must be called
     * every two seconds. The expiry of a key may have been set after a connection was opened with it.
     */
    synchronized void poll() {
        Instant now = clock.instant();
        Set<String> ids;
        try {
            ids = Set.copyOf(store.endedSince(polledUpTo.minus(SKEW), now));
        } catch (DatabaseUnavailable.Overloaded e) {
            return;
        } catch (RuntimeException e) {
            outage.failed(e);
            return;
        }
        polledUpTo = now;
        outage.succeeded();
        // Last, and outside the try block: a failing observer does not mean that the database is unavailable.
        announce(ids);
    }

    /** Removes a revoked key from the cache and fires its event. */
    void announce(String id) {
        announce(Set.of(id));
    }

    private void announce(Set<String> ids) {
        for (String id : ids) {
            // In this order: a caller that used the key before it was removed finds it announced afterwards.
            if (announced.asMap().putIfAbsent(id, true) == null) {
                invalidate(id);
            }
        }
        if (!ids.isEmpty()) {
            revoked.accept(new ApiKeyRevoked(ids));
        }
    }

    /** See {@link Authenticator#isRevoked}. */
    boolean isRevoked(String credential) {
        return announced.getIfPresent(credential) != null;
    }

    /** Returns the recorded uses of keys. */
    ApiKeyUses uses() {
        return uses;
    }

    /** Returns whether the last access to the database failed. */
    boolean isUnavailable() {
        return outage.isFailing();
    }
}
