package io.marketbell.journal.ledger;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds how many late deliveries all users together remember until they are acknowledged. Thread-safe. */
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

    /** Whether users that are idle should give back theirs. */
    boolean isTight() {
        return used.get() > maximum / 2;
    }
}
