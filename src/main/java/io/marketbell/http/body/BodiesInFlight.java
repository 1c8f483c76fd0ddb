package io.marketbell.http.body;

import io.marketbell.settings.SettingRange;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Limits the request bodies that one sender transfers at the same time, because each slow body occupies a thread.
 * Thread-safe. Holds no entry for a sender without bodies.
 */
final class BodiesInFlight {
    private final int most;
    private final Map<String, Integer> bySender = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();

    BodiesInFlight(int most) {
        SettingRange.atLeast(1, "marketbell.requests.bodies.per.user", most);
        this.most = most;
    }

    /**
     * Counts one more body and returns the action that ends the count, or returns null if the sender has reached the
     * limit. The action is idempotent; it must run when the body has arrived, or when its thread is free.
     */
    Runnable enter(String sender) {
        if (bySender.merge(sender, 1, Integer::sum) > most) {
            leave(sender);
            refused.increment();
            return null;
        }
        AtomicBoolean left = new AtomicBoolean();
        return () -> {
            if (left.compareAndSet(false, true)) {
                leave(sender);
            }
        };
    }

    private void leave(String sender) {
        bySender.computeIfPresent(sender, (unused, bodies) -> bodies == 1 ? null : bodies - 1);
    }

    /** Returns the number of bodies refused since the start. */
    long refused() {
        return refused.sum();
    }
}
