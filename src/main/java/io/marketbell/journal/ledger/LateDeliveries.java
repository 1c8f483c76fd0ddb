package io.marketbell.journal.ledger;

import java.util.Arrays;

/**
 * The offsets that were written to one user after a higher offset was acknowledged, and that the user has not
 * acknowledged since. Bounded: when it is full, the oldest are dropped; they then keep the state sent and are never
 * wrongly reported as acknowledged. Guarded by its owner's lock.
 */
final class LateDeliveries {
    private static final int MAXIMUM = 1_000;

    private final LateDeliveryBudget budget;
    private final OffsetList open = new OffsetList();

    LateDeliveries(LateDeliveryBudget budget) {
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
}
