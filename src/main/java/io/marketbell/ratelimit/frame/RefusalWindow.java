package io.marketbell.ratelimit.frame;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * How long a connection may go on sending frames that are refused. The time between two refused frames adds up as long as
 * they follow each other within a fifth of the patience; a longer pause takes a quarter of its length off. So neither
 * frames that pass in between nor short pauses start the patience anew: 10 s of it are forgotten after 40 s without a
 * refused frame. Not thread-safe.
 */
final class RefusalWindow {
    /** The part of the patience within which refused frames belong together. */
    private static final int TOGETHER = 5;

    /** How many times as long as it took to add up, refused time takes to be forgotten. */
    private static final int FORGETTING = 4;

    private final TimeMeter clock;
    private final long patience;
    private boolean tried;
    private long last;
    private long refusedFor;

    RefusalWindow(Duration patience, TimeMeter clock) {
        this.clock = clock;
        this.patience = patience.toNanos();
    }

    /** Another frame is refused; whether that is one too many. */
    boolean isOverAfterAnother() {
        long now = clock.currentTimeNanos();
        long gap = tried ? now - last : 0;
        tried = true;
        last = now;
        refusedFor = gap <= patience / TOGETHER ? refusedFor + gap : Math.max(0, refusedFor - gap / FORGETTING);
        return refusedFor >= patience;
    }
}
