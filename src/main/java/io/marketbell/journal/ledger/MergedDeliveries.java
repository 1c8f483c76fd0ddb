package io.marketbell.journal.ledger;

import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Merges the rows of one bucket and page, without the offsets that are no longer in the log. */
final class MergedDeliveries implements DeliveryPage.Visitor {
    private final long page;
    private final long first;
    private final BitSet live;
    private final Map<String, BitSet[]> byUser = new TreeMap<>();
    private boolean dropped;

    /** @param live the positions on the page that are still in the log */
    MergedDeliveries(long page, BitSet live) {
        this.page = page;
        this.first = DeliveryPage.firstOffset(page);
        this.live = live;
    }

    void add(byte[] row) {
        DeliveryPage.read(row, page, user -> true, this);
    }

    @Override
    public void noted(String user, long offset, DeliveryFact fact) {
        int place = (int) (offset - first);
        if (!live.get(place)) {
            dropped = true;
            return;
        }
        BitSet[] facts = byUser.computeIfAbsent(user, name -> new BitSet[DeliveryFact.values().length]);
        if (facts[fact.ordinal()] == null) {
            facts[fact.ordinal()] = new BitSet();
        }
        facts[fact.ordinal()].set(place);
    }

    /** Returns whether any added offset was dropped. */
    boolean hasLeftOut() {
        return dropped;
    }

    /** Returns empty if nothing is left. */
    Optional<DeliveryPage> toPage() {
        if (byUser.isEmpty()) {
            return Optional.empty();
        }
        DeliveryPage whole = new DeliveryPage(page);
        byUser.forEach((user, facts) -> whole.add(user, offsets(facts)));
        return Optional.of(whole);
    }

    private long[][] offsets(BitSet[] facts) {
        long[][] offsets = new long[facts.length][];
        for (int kind = 0; kind < facts.length; kind++) {
            offsets[kind] = facts[kind] == null
                    ? OffsetList.NONE
                    : facts[kind].stream().mapToLong(place -> first + place).toArray();
        }
        return offsets;
    }
}
