package io.marketbell.publish.service;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Assigns time-ordered ids (ULIDs). An id is higher than every id that was assigned here before and every id of another
 * node that was seen before, even if the clock is behind or is set back. Thread-safe.
 */
public final class NotificationIds {
    /** An id further ahead of the clock is invalid: all later notifications would have to be ahead, too. */
    private static final Duration AHEAD_AT_MOST = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final UlidFactory ids;

    /** In milliseconds since 1970: no id before this time is assigned. */
    private final AtomicLong earliest = new AtomicLong();

    public NotificationIds(InstantSource clock) {
        this.clock = clock;
        // 80 random bits for each millisecond; seeded by the system, so that nodes never generate the same ids
        SecureRandom random = new SecureRandom();
        this.ids = UlidFactory.newMonotonicInstance(() -> random.nextLong(), this::time);
    }

    private long time() {
        return earliest.accumulateAndGet(clock.millis(), Math::max);
    }

    public String next() {
        return ids.create().toString();
    }

    /**
     * Notes an id that another node has assigned. Returns false, without an effect, if it is not a valid id or too far
     * ahead of the clock.
     */
    public boolean seen(String id) {
        if (!Ulid.isValid(id)) {
            return false;
        }
        long time = Ulid.getTime(id);
        if (time - clock.millis() > AHEAD_AT_MOST.toMillis()) {
            return false;
        }
        earliest.accumulateAndGet(time + 1, Math::max);
        return true;
    }
}
