package io.marketbell.publish.service;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * The idempotency keys of volatile notifications: in memory, for the longer of a day and the time to live. Bounded: when
 * there are more, those that seem least needed are forgotten before their time.
 */
final class VolatileKeys {
    private static final Duration SHORTEST = Duration.ofHours(24);

    /** Of heap that a key of ordinary length occupies, by estimate: its entry, its claim and its strings. */
    private static final int BYTES = 250;
    /** Characters of publisher and key together; beyond it each counts two bytes. */
    private static final int ORDINARY_LENGTH = 60;

    private record Use(String publisher, String key) {}

    private final Cache<Use, Claim> claims;

    /** @param maximum keys of ordinary length; longer ones take the room of more */
    VolatileKeys(int maximum, Ticker ticker) {
        claims = Caffeine.newBuilder()
                .maximumWeight(maximum * (long) BYTES)
                .weigher((Use use, Claim claim) -> weight(use))
                .expireAfter(Expiry.creating((Use use, Claim claim) -> claim.keep))
                .ticker(ticker)
                // On the calling thread: upkeep is short, and the common pool is not ours.
                .executor(Runnable::run)
                .build();
    }

    /**
     * Takes the key for a notification, or finds who has it. A claim with another id than the given one is an earlier
     * one, whose holder may be about to publish still.
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

    /** Gives the key back, since what claimed it was not published, and tells those who wait. */
    void abandon(String publisher, String key, Claim claim) {
        claims.asMap().remove(new Use(publisher, key), claim);
        claim.published.complete(false);
    }

    static final class Claim {
        private final String id;
        private final byte[] contentHash;
        private final Duration keep;
        /** Whether what claimed the key was published after all; once that is known. */
        private final CompletableFuture<Boolean> published = new CompletableFuture<>();

        private Claim(String id, byte[] contentHash, Duration keep) {
            this.id = id;
            this.contentHash = contentHash;
            this.keep = keep;
        }

        String id() {
            return id;
        }

        boolean isFor(byte[] otherHash) {
            return Arrays.equals(contentHash, otherHash);
        }

        CompletableFuture<Boolean> published() {
            return published;
        }

        void fulfil() {
            published.complete(true);
        }
    }
}
