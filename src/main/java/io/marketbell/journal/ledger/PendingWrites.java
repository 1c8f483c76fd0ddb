package io.marketbell.journal.ledger;

import io.marketbell.journal.ledger.DeliveryPage.Visitor;

/**
 * The writes to one user's connections that are in progress. Whether an acknowledgement covers a write is decided when
 * the write begins: the client may acknowledge before the writing thread has returned. Guarded by its owner's lock.
 */
final class PendingWrites {
    private final OffsetList early = new OffsetList();
    private final OffsetList late = new OffsetList();

    /** @param acknowledged the offset the user has acknowledged */
    void begin(long[] offsets, long acknowledged) {
        for (long offset : offsets) {
            (offset > acknowledged ? early : late).add(offset);
        }
    }

    /**
     * Marks writes as late: loaded progress shows that the user had acknowledged these offsets before the writes began.
     */
    void becomeLate(long acknowledged) {
        late.addAll(early.removeThrough(acknowledged));
    }

    /** Ends these writes and records their result; also accepts offsets whose write did not begin here. */
    void end(long[] offsets, long acknowledged, Ended ended) {
        if (late.isEmpty() && early.startsWith(offsets)) {
            early.removeFirst(offsets.length);
            for (long offset : offsets) {
                ended.of(offset, false);
            }
            return;
        }
        for (long offset : offsets) {
            boolean wasLate = late.remove(offset) || (!early.remove(offset) && offset <= acknowledged);
            ended.of(offset, wasLate);
        }
    }

    interface Ended {
        void of(long offset, boolean late);
    }

    /**
     * Returns the writes in progress that an acknowledgement of this offset covers: they arrived before the write
     * returned.
     */
    long[] coverThrough(long offset) {
        if (late.isEmpty()) {
            return OffsetList.NONE;
        }
        long[] covered = late.removeThrough(offset);
        early.addAll(covered);
        return covered;
    }

    /** Visits the writes in progress as written: only a failure would change that. */
    void visit(String user, long page, Visitor visitor) {
        early.forEach(page, offset -> visitor.noted(user, offset, DeliveryFact.WRITTEN));
        late.forEach(page, offset -> visitor.noted(user, offset, DeliveryFact.LATE));
    }

    void addTo(OffsetList all, long after) {
        early.addTo(all, after);
        late.addTo(all, after);
    }

    /** Returns the lowest offset of a write in progress; the maximum value if there is none. */
    long lowest() {
        return Math.min(early.lowest(), late.lowest());
    }

    boolean isEmpty() {
        return early.isEmpty() && late.isEmpty();
    }
}
