package io.marketbell.ratelimit;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * How long a connection may go on sending what is refused. Frames that pass in between do not count in its favour: a
 * flood has some that pass, as many as its limit allows. A pause does.
 */
final class Patience {
    /** The part of the patience that a pause must last. */
    private static final int PAUSE = 5;

    private final TimeMeter clock;
    private final long patience;
    private boolean tried;
    private long since;
    private long last;

    Patience(Duration patience, TimeMeter clock) {
        this.clock = clock;
        this.patience = patience.toNanos();
    }

    /** Another frame is refused; whether that is one too many. */
    boolean isOverAfterAnother() {
        long now = clock.currentTimeNanos();
        if (!tried || now - last > patience / PAUSE) {
            since = now;
            tried = true;
        }
        last = now;
        return now - since >= patience;
    }
}
