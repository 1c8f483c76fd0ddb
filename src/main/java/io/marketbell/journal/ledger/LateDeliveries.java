package io.marketbell.journal.ledger;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The offsets that were written to one user after a higher offset was acknowledged, and that the user has not
 * acknowledged since. Bounded: when it is full, the oldest are dropped; they then keep the state sent and are never
 * wrongly reported as acknowledged. Guarded by its owner's lock.
 */
final class LateDeliveries {
    private static final int MAXIMUM = 1_000;

    private final Budget budget;
    private final OffsetList open = new OffsetList();

    LateDeliveries(Budget budget) {
        this.budget = budget;
    }

    void add(long offset) {
        if (open.size() == MAXIMUM) {
            open.removeFirst(1);
            open.add(offset);
        } else if (budget.take()) {
            open.add(offset);
        }
    }

    /** Removes the offsets up to a limit and returns them in ascending order without duplicates. */
    long[] takeThrough(long offset) {
        if (open.isEmpty()) {
            return OffsetList.NONE;
        }
        long[] taken = open.removeThrough(offset);
        budget.giveBack(taken.length);
        return Arrays.stream(taken).sorted().distinct().toArray();
    }

    void clear() {
        takeThrough(Long.MAX_VALUE);
    }

    /** Limits the number of unacknowledged late deliveries that are tracked for all users together. Thread-safe. */
    static final class Budget {
        private final long maximum;
        private final AtomicLong used = new AtomicLong();

        Budget(long maximum) {
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
}
