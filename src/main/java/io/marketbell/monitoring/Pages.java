package io.marketbell.monitoring;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Makes each body once for a moment and a question, and gives everybody the same bytes: reading costs next to nothing, and
 * the age that stands in a body does not make every answer a new one. Where snapshots fail to come, a new body is
 * made every interval nevertheless, so that its age tells.
 */
final class Pages {
    static final Duration INTERVAL = Duration.ofSeconds(10);

    /** A snapshot a little older than an interval is not late yet. */
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

    /** @param late by how many intervals */
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
