package io.marketbell.http.body;

import io.marketbell.settings.SettingRange;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The estimated heap, in bytes, that all request bodies of this node may occupy at once. Thread-safe. */
public final class BodyBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private final LongAdder refused = new LongAdder();
    private final LongAdder late = new LongAdder();

    public BodyBudget(long limit) {
        SettingRange.atLeast(BodyReservation.MINIMUM, "marketbell.requests.body.bytes", limit);
        this.limit = limit;
    }

    /** @return false if the budget does not suffice now; nothing is taken then */
    boolean take(long bytes) {
        long now = used.get();
        while (now + bytes <= limit) {
            long seen = used.compareAndExchange(now, now + bytes);
            if (seen == now) {
                return true;
            }
            now = seen;
        }
        refused.increment();
        return false;
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    void countLate() {
        late.increment();
    }

    public long limit() {
        return limit;
    }

    /** Bytes in use. */
    public long used() {
        return used.get();
    }

    /** Number of times that the budget did not suffice. */
    public long refused() {
        return refused.sum();
    }

    /** Number of bodies that did not arrive in time. */
    public long late() {
        return late.sum();
    }
}
