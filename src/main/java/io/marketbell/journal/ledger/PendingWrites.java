package io.marketbell.journal.ledger;

import io.marketbell.journal.ledger.DeliveryPage.Visitor;

/**
 * The writes to one user's connections that are under way. Whether an acknowledgement covers a write is decided when the
 * write begins: the client may acknowledge before the writing thread has returned. Guarded by its owner's lock.
 */
final class PendingWrites {
    private final OffsetList early = new OffsetList();
    private final OffsetList late = new OffsetList();

    /** @param acknowledged how far the user has acknowledged */
    void begin(long[] offsets, long acknowledged) {
        for (long offset : offsets) {
            (offset > acknowledged ? early : late).add(offset);
        }
    }

    /** The user turns out to have acknowledged up to here before these writes began. */
    void becomeLate(long acknowledged) {
        late.addAll(early.removeThrough(acknowledged));
    }

    /** Ends the writes of these and notes what they were; also accepts offsets whose write did not begin here. */
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

    /** The user has just acknowledged up to here: what is under way and arrived before its write returned is covered. */
    long[] coverThrough(long offset) {
        if (late.isEmpty()) {
            return OffsetList.NONE;
        }
        long[] covered = late.removeThrough(offset);
        early.addAll(covered);
        return covered;
    }

    /** Shows them as written: only a failure would change that. */
    void visit(String user, long page, Visitor visitor) {
        early.forEach(page, offset -> visitor.noted(user, offset, DeliveryFact.WRITTEN));
        late.forEach(page, offset -> visitor.noted(user, offset, DeliveryFact.LATE));
    }

    void addTo(OffsetList all, long after) {
        early.addTo(all, after);
        late.addTo(all, after);
    }

    boolean isEmpty() {
        return early.isEmpty() && late.isEmpty();
    }
}
