package io.marketbell.monitoring;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Caches one response body per state and query, so that all clients receive the same bytes. Repeated reads are cheap,
 * and the age contained in the body does not change its ETag. If snapshots stop, a new body is still created every
 * interval, so that the age in the body keeps rising.
 */
final class Pages {
    static final Duration INTERVAL = Duration.ofSeconds(10);

    /** Tolerance before a snapshot counts as late. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final long MOST_BYTES = 8 << 20;

    private final Moments moments;
    private final InstantSource clock;
    private final String node;
    private final Cache<Key, Page> made = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Key key, Page page) -> page.body().length)
            .expireAfterWrite(INTERVAL.multipliedBy(2))
            .executor(Runnable::run)
            .build();

    /** @param late number of intervals by which the snapshot is late */
    private record Key(Moment moment, long late, Read read) {}

    Pages(Moments moments, InstantSource clock, String node) {
        this.moments = moments;
        this.clock = clock;
        this.node = node;
    }

    Moment now() {
        return moments.now();
    }

    Page page(Read read, Moment moment) {
        Instant now = clock.instant();
        Duration overdue = moment.snapshot().age(now).minus(GRACE);
        long late = overdue.isNegative() ? 0 : overdue.dividedBy(INTERVAL);
        return made.get(new Key(moment, late, read), key -> Page.of(read.answer(moment), moment, now, node));
    }
}
