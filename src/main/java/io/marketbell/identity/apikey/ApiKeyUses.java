package io.marketbell.identity.apikey;

import com.github.benmanes.caffeine.cache.Cache;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records when API keys were used. A use is stored if the last stored one, of any node, is at least a minute old: a key
 * that is used continuously costs one write per minute. {@link #write} writes in the background. Thread-safe.
 */
public final class ApiKeyUses {
    /** Minimum time between two stored uses of a key. */
    static final Duration APART = Duration.ofMinutes(1);

    /** Maximum number of keys whose use waits to be stored; uses of further keys are not recorded. */
    static final int MAX_WAITING = 10_000;

    private final ApiKeyStore store;
    private final InstantSource clock;
    private final Cache<String, Boolean> recent;
    private final Map<String, Instant> waiting = new ConcurrentHashMap<>();

    ApiKeyUses(ApiKeyStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.recent = ApiKeyCache.cache(MAX_WAITING, APART, clock);
    }

    /**
     * Records a use now. Never blocks, and never uses the database.
     *
     * @param key as stored a few seconds ago or later
     */
    void record(ApiKey key) {
        Instant now = clock.instant();
        Instant last = key.lastUsedAt();
        if (last != null && now.isBefore(last.plus(APART)) || recent.getIfPresent(key.id()) != null) {
            return;
        }
        if (waiting.size() < MAX_WAITING) {
            recent.put(key.id(), true);
            waiting.putIfAbsent(key.id(), now);
        }
    }

    /** Stores the waiting uses. If the database is unavailable, they continue to wait. */
    void write() {
        Map<String, Instant> some = Map.copyOf(waiting);
        if (!some.isEmpty()) {
            store.recordUses(some, APART);
            some.forEach(waiting::remove);
        }
    }

    /** Returns the number of keys whose use waits to be stored. */
    public int waiting() {
        return waiting.size();
    }
}
