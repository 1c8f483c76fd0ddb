package io.marketbell.ratelimit.frame;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * Measures how long a connection keeps sending refused frames. The time between two refused frames is added if it is at
 * most a fifth of the patience; a longer pause subtracts a quarter of its length. So neither accepted frames nor short
 * pauses reset the measure: 10 s of refused time expire after 40 s without a refused frame. Not thread-safe.
 */
final class RefusalWindow {
    /** The fraction of the patience within which refused frames count as consecutive. */
    private static final int CONSECUTIVE_FRACTION = 5;

    /** The ratio between the pause that expires refused time and the refused time. */
    private static final int EXPIRY_RATIO = 4;

    private final TimeMeter clock;
    private final long patience;
    private boolean refusedBefore;
    private long last;
    private long refusedFor;

    RefusalWindow(Duration patience, TimeMeter clock) {
        this.clock = clock;
        this.patience = patience.toNanos();
    }

    /** Records another refused frame. Returns whether the patience is exceeded. */
    boolean isOverAfterAnother() {
        long now = clock.currentTimeNanos();
        long gap = refusedBefore ? now - last : 0;
        refusedBefore = true;
        last = now;
        refusedFor = gap <= patience / CONSECUTIVE_FRACTION
                ? refusedFor + gap
                : Math.max(0, refusedFor - gap / EXPIRY_RATIO);
        return refusedFor >= patience;
    }
}
