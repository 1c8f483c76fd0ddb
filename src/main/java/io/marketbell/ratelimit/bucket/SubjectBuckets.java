package io.marketbell.ratelimit.bucket;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.TimeMeter;
import io.marketbell.identity.Tier;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bounded table of one policy's buckets. A bucket is removed when it was not used for the idle time and, once the
 * table is three quarters full, as soon as it is full: the subject would find a full bucket in either case. A bucket
 * that is not full is never removed to make room.
 *
 * <p>If the table is full, an unknown IPv6 network (/64) uses the bucket of its /48, and any other unknown subject uses
 * the shared bucket. The last quarter of the table is closed to /64 networks, because a client can use an arbitrary
 * number of them.
 */
public final class SubjectBuckets {
    private static final long CLEANING = TimeUnit.SECONDS.toNanos(1);

    private final Policy policy;
    private final TimeMeter clock;
    private final Cache<String, SubjectBucket> cache;
    private final boolean shared;
    private final SubjectBucket overflow;
    private final AtomicLong cleaned;

    /**
     * @param idle null if the number of buckets is small and they are never removed
     * @param shared whether the buckets are shared with other nodes
     */
    SubjectBuckets(Policy policy, LimitRules rules, Duration idle, TimeMeter clock, boolean shared) {
        this.policy = policy;
        this.shared = shared;
        this.clock = clock;
        Caffeine<Object, Object> builder = Caffeine.newBuilder();
        if (idle != null) {
            builder.expireAfterAccess(idle).ticker(clock::currentTimeNanos);
        }
        this.cache = builder.build();
        this.overflow = create(null, Tier.STANDARD, rules);
        this.cleaned = new AtomicLong(clock.currentTimeNanos());
    }

    Policy policy() {
        return policy;
    }

    /**
     * Returns the subject's bucket for one acquisition; creates it if necessary. The caller must release it afterwards.
     */
    SubjectBucket getOrCreate(String name, Tier tier, LimitRules rules) {
        while (true) {
            SubjectBucket found = cache.getIfPresent(name);
            SubjectBucket bucket = found == null ? createOrShare(name, tier, rules) : found;
            if (bucket.retain()) {
                return bucket;
            }
            cache.asMap().remove(name, bucket);
        }
    }

    private SubjectBucket createOrShare(String name, Tier tier, LimitRules rules) {
        if (hasRoom(name, rules)) {
            return add(name, tier, rules);
        }
        String wide = ClientAddress.wider(name);
        if (wide == null) {
            return overflow;
        }
        SubjectBucket found = cache.getIfPresent(wide);
        if (found != null && !found.isRetired()) {
            return found;
        }
        return hasRoom(wide, rules) ? add(wide, tier, rules) : overflow;
    }

    private SubjectBucket add(String name, Tier tier, LimitRules rules) {
        return cache.asMap()
                .compute(
                        name,
                        (unknown, present) ->
                                present == null || present.isRetired() ? create(unknown, tier, rules) : present);
    }

    /** Returns a new bucket that is not in the table. */
    SubjectBucket create(String name, Tier tier, LimitRules rules) {
        return new SubjectBucket(policy, name, rules, tier, clock, shared ? new SharedTokens() : null);
    }

    /**
     * Concurrent callers may each find the last free place, so the bound can be exceeded by at most the number of
     * threads.
     */
    private boolean hasRoom(String name, LimitRules rules) {
        int most = rules.settings().subjects();
        int reserve = most / 4;
        long size = cache.estimatedSize();
        if (size >= most - reserve) {
            clean();
            size = cache.estimatedSize();
        }
        boolean isNetwork = ClientAddress.wider(name) != null;
        return size < (isNetwork ? most - reserve : most) || rules.overrides(policy, name);
    }

    /** Visits every bucket, so it runs at most once a second. */
    private void clean() {
        long now = clock.currentTimeNanos();
        long last = cleaned.get();
        if (now - last > CLEANING && cleaned.compareAndSet(last, now)) {
            cache.cleanUp();
            cache.asMap().forEach((name, bucket) -> {
                if (bucket.retire()) {
                    cache.asMap().remove(name, bucket);
                }
            });
        }
    }

    /** Returns the bucket without counting a use; null if there is none. */
    SubjectBucket peek(String name) {
        return cache.policy().getIfPresentQuietly(name);
    }

    /** The bucket that the subject would use, or null if one would be created. */
    SubjectBucket present(String name, LimitRules rules) {
        SubjectBucket found = peek(name);
        if (found != null || hasRoom(name, rules)) {
            return found;
        }
        String wide = ClientAddress.wider(name);
        if (wide == null) {
            return overflow;
        }
        SubjectBucket network = peek(wide);
        return network != null || hasRoom(wide, rules) ? network : overflow;
    }

    public Collection<SubjectBucket> all() {
        return cache.asMap().values();
    }

    public long count() {
        return cache.estimatedSize();
    }
}
