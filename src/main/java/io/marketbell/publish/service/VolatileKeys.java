package io.marketbell.publish.service;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * The idempotency keys of volatile notifications, kept in memory for one day or the time to live, whichever is longer.
 * Bounded: beyond the limit the keys that are least likely to be used again are evicted early.
 */
final class VolatileKeys {
    private static final Duration SHORTEST = Duration.ofHours(24);

    /** Estimated heap bytes of a key of ordinary length: its entry, its claim and its strings. */
    private static final int BYTES = 250;
    /** Length of publisher and key together in characters; each additional character counts two bytes. */
    private static final int ORDINARY_LENGTH = 60;

    private record Use(String publisher, String key) {}

    private final Cache<Use, Claim> claims;

    /** @param maximum maximum number of keys of ordinary length; a longer key counts as more than one */
    VolatileKeys(int maximum, Ticker ticker) {
        claims = Caffeine.newBuilder()
                .maximumWeight(maximum * (long) BYTES)
                .weigher((Use use, Claim claim) -> weight(use))
                .expireAfter(Expiry.creating((Use use, Claim claim) -> claim.keep))
                .ticker(ticker)
                // Maintenance runs on the calling thread: it is short, and the common pool is shared with other
                // applications.
                .executor(Runnable::run)
                .build();
    }

    /**
     * Claims the key for a notification, or returns the existing claim. A claim with another id than the given one is
     * an earlier one, whose owner may not have published yet.
     */
    Claim claim(String publisher, String key, byte[] contentHash, String id, Duration timeToLive) {
        Duration keep = timeToLive.compareTo(SHORTEST) > 0 ? timeToLive : SHORTEST;
        Claim mine = new Claim(id, contentHash, keep);
        Claim earlier = claims.asMap().putIfAbsent(new Use(publisher, key), mine);
        return earlier == null ? mine : earlier;
    }

    private static int weight(Use use) {
        int length = use.publisher.length() + use.key.length();
        return BYTES + 2 * Math.max(0, length - ORDINARY_LENGTH);
    }

    long bytes() {
        return claims.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }

    /**
     * Releases the key because its notification was not published, and completes the claim for requests that wait for
     * it.
     */
    void abandon(String publisher, String key, Claim claim) {
        claims.asMap().remove(new Use(publisher, key), claim);
        claim.published.complete(false);
    }

    static final class Claim {
        private final Duration keep;
        private volatile Owner owner;
        /** Completes with whether the notification that claimed the key was published. */
        private final CompletableFuture<Boolean> published = new CompletableFuture<>();

        /** The notification that uses the key. */
        private record Owner(String id, byte[] contentHash) {}

        private Claim(String id, byte[] contentHash, Duration keep) {
            this.owner = new Owner(id, contentHash);
            this.keep = keep;
        }

        String id() {
            return owner.id;
        }

        boolean isFor(byte[] otherHash) {
            return Arrays.equals(owner.contentHash, otherHash);
        }

        /** Leaves the key to a notification that another node has published with it. */
        void leaveTo(String id, byte[] contentHash) {
            owner = new Owner(id, contentHash);
            fulfil();
        }

        CompletableFuture<Boolean> published() {
            return published;
        }

        void fulfil() {
            published.complete(true);
        }
    }
}
