package io.marketbell.journal;

/** A list of offsets for each kind of fact, in the order in which they were noted. Guarded by its owner's lock. */
final class Facts {
    private static final Fact[] KINDS = Fact.values();

    /** Empty kinds have no list: most readers use two of them. */
    private final Offsets[] lists = new Offsets[KINDS.length];

    void add(Fact fact, long offset) {
        list(fact).add(offset);
    }

    void addAll(Fact fact, long[] offsets) {
        list(fact).addAll(offsets);
    }

    /** Notes those up to an offset as another kind. */
    void move(Fact from, Fact to, long through) {
        long[] moved = list(from).removeThrough(through);
        if (moved.length > 0) {
            addAll(to, moved);
        }
    }

    private Offsets list(Fact fact) {
        int kind = fact.ordinal();
        if (lists[kind] == null) {
            lists[kind] = new Offsets();
        }
        return lists[kind];
    }

    void visit(String user, long page, DeliveryPage.Visitor visitor) {
        for (Fact fact : KINDS) {
            Offsets list = lists[fact.ordinal()];
            if (list != null) {
                list.forEach(page, offset -> visitor.noted(user, offset, fact));
            }
        }
    }

    /** Adds every offset above a limit, whatever is known of it. */
    void addTo(Offsets all, long after) {
        for (Offsets list : lists) {
            if (list != null) {
                list.addTo(all, after);
            }
        }
    }

    /** A copy, indexed by the facts' ordinals. */
    long[][] toArrays() {
        long[][] copy = new long[KINDS.length][];
        for (int kind = 0; kind < KINDS.length; kind++) {
            copy[kind] = lists[kind] == null ? Offsets.NONE : lists[kind].toArray();
        }
        return copy;
    }

    /** Removes what {@link #toArrays} returned before; what was added since stays. */
    void removeFirst(long[][] saved) {
        for (int kind = 0; kind < KINDS.length; kind++) {
            if (lists[kind] != null) {
                lists[kind].removeFirst(saved[kind].length);
            }
        }
    }

    boolean isEmpty() {
        for (Offsets list : lists) {
            if (list != null && !list.isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
