package io.marketbell.journal.ledger;

import java.util.Arrays;

/**
 * The offsets that were written to one user under an older acknowledgement and that the user has not acknowledged since.
 * Where there is no room, the oldest are forgotten: they stay sent, and are never called acknowledged wrongly. Guarded by
 * its owner's lock.
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

    /** Removes those up to an offset, and returns them in rising order, each once. */
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
