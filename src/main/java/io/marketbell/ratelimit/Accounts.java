package io.marketbell.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.TimeMeter;
import io.marketbell.identity.Tier;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The accounts of one policy. One that is not used for the idle time is forgotten; by then its bucket would be full. None
 * is forgotten for want of room, because its subject would come back to a full bucket: where there is no room, those who
 * are unknown share one account.
 */
final class Accounts {
    private static final long CLEANING = TimeUnit.SECONDS.toNanos(1);

    private final Policy policy;
    private final TimeMeter clock;
    private final Cache<String, Account> cache;
    private final Account overflow;
    private final AtomicLong cleaned;

    /** @param idle or null where accounts are few and never forgotten */
    Accounts(Policy policy, Rules rules, Duration idle, TimeMeter clock) {
        this.policy = policy;
        this.clock = clock;
        Caffeine<Object, Object> keeping = Caffeine.newBuilder();
        if (idle != null) {
            keeping.expireAfterAccess(idle).ticker(clock::currentTimeNanos);
        }
        this.cache = keeping.build();
        this.overflow = new Account(policy, null, rules, Tier.STANDARD, clock);
        this.cleaned = new AtomicLong(clock.currentTimeNanos());
    }

    Policy policy() {
        return policy;
    }

    /** The subject's account; made where there is none. */
    Account of(String name, Tier tier, Rules rules) {
        Account known = cache.getIfPresent(name);
        return known == null ? open(name, tier, rules) : known;
    }

    private Account open(String name, Tier tier, Rules rules) {
        if (!hasRoom(rules.settings().subjects()) && !rules.overrides(policy, name)) {
            return overflow;
        }
        return cache.get(name, unknown -> new Account(policy, unknown, rules, tier, clock));
    }

    /** As many threads as come at once may each find the last room; that is as exact as this must be. */
    private boolean hasRoom(int most) {
        if (cache.estimatedSize() < most) {
            return true;
        }
        long now = clock.currentTimeNanos();
        long last = cleaned.get();
        // Those that are forgotten count until they are cleaned away; that costs too much to be done for every
        // stranger.
        if (now - last > CLEANING && cleaned.compareAndSet(last, now)) {
            cache.cleanUp();
        }
        return cache.estimatedSize() < most;
    }

    /** Without counting as a use of it; null where there is none. */
    Account peek(String name) {
        return cache.policy().getIfPresentQuietly(name);
    }

    /** The one that the subject would draw on, if that is there: its own, or the shared one where there is no room. */
    Account present(String name, Rules rules) {
        Account known = peek(name);
        return known != null || hasRoom(rules.settings().subjects()) || rules.overrides(policy, name)
                ? known
                : overflow;
    }

    Collection<Account> all() {
        return cache.asMap().values();
    }

    long count() {
        return cache.estimatedSize();
    }
}
