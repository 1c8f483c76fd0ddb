package io.marketbell.journal.ledger;

import java.util.concurrent.atomic.AtomicLong;

/** Limits the number of unacknowledged late deliveries that are tracked for all users together. Thread-safe. */
final class LateDeliveryBudget {
    private final long maximum;
    private final AtomicLong used = new AtomicLong();

    LateDeliveryBudget(long maximum) {
        this.maximum = maximum;
    }

    boolean take() {
        if (used.get() >= maximum) {
            return false;
        }
        used.incrementAndGet();
        return true;
    }

    void giveBack(int count) {
        used.addAndGet(-count);
    }

    long used() {
        return used.get();
    }

    /** Returns whether idle users should release their share. */
    boolean isTight() {
        return used.get() > maximum / 2;
    }
}
