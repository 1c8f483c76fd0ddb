package io.marketbell.journal.ledger;

import java.util.List;

/** A list of offsets per kind of fact, in the order of recording. Guarded by its owner's lock. */
final class DeliveryFacts {
    private static final DeliveryFact[] KINDS = DeliveryFact.values();

    /** A kind without facts has no list: most users need two lists. */
    private final OffsetList[] lists = new OffsetList[KINDS.length];

    void add(DeliveryFact fact, long offset) {
        list(fact).add(offset);
    }

    void addAll(DeliveryFact fact, long[] offsets) {
        list(fact).addAll(offsets);
    }

    /** Moves the offsets up to a limit to another kind. */
    void move(DeliveryFact from, DeliveryFact to, long through) {
        long[] moved = list(from).removeThrough(through);
        if (moved.length > 0) {
            addAll(to, moved);
        }
    }

    private OffsetList list(DeliveryFact fact) {
        int kind = fact.ordinal();
        if (lists[kind] == null) {
            lists[kind] = new OffsetList();
        }
        return lists[kind];
    }

    void visit(String user, long page, DeliveryPage.Visitor visitor) {
        for (DeliveryFact fact : KINDS) {
            OffsetList list = lists[fact.ordinal()];
            if (list != null) {
                list.forEach(page, offset -> visitor.noted(user, offset, fact));
            }
        }
    }

    /** Adds every offset above a limit to the list, for all kinds. */
    void addTo(OffsetList all, long after) {
        for (OffsetList list : lists) {
            if (list != null) {
                list.addTo(all, after);
            }
        }
    }

    /** Returns the lowest offset that reached the user; the maximum value if there is none. */
    long lowestReached() {
        long lowest = Long.MAX_VALUE;
        for (DeliveryFact fact : List.of(DeliveryFact.WRITTEN, DeliveryFact.ATTEMPTED, DeliveryFact.LATE)) {
            OffsetList list = lists[fact.ordinal()];
            if (list != null) {
                lowest = Math.min(lowest, list.lowest());
            }
        }
        return lowest;
    }

    /** Returns a copy, indexed by the facts' ordinals. */
    long[][] toArrays() {
        long[][] copy = new long[KINDS.length][];
        for (int kind = 0; kind < KINDS.length; kind++) {
            copy[kind] = lists[kind] == null ? OffsetList.NONE : lists[kind].toArray();
        }
        return copy;
    }

    /** Removes the facts that {@link #toArrays} returned; facts added since stay. */
    void removeFirst(long[][] saved) {
        for (int kind = 0; kind < KINDS.length; kind++) {
            if (lists[kind] != null) {
                lists[kind].removeFirst(saved[kind].length);
            }
        }
    }

    boolean isEmpty() {
        for (OffsetList list : lists) {
            if (list != null && !list.isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
