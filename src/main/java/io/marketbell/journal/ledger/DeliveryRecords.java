package io.marketbell.journal.ledger;

import io.marketbell.journal.Ledger.Delivered;
import io.marketbell.journal.Ledger.State;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The deliveries of one page of offsets, collected from memory and the database. The single place that derives the sent
 * and acknowledged states: callbacks, status queries of publishers, and dead letters all use it.
 */
final class DeliveryRecords implements DeliveryPage.Visitor {
    private final Map<String, BitSet[]> facts = new HashMap<>();
    private final Map<String, Long> acknowledged = new HashMap<>();
    private final long first;

    DeliveryRecords(long page) {
        first = DeliveryPage.firstOffset(page);
    }

    @Override
    public void noted(String user, long offset, DeliveryFact fact) {
        BitSet[] ofUser = facts.computeIfAbsent(user, name -> new BitSet[DeliveryFact.values().length]);
        int kind = fact.ordinal();
        if (ofUser[kind] == null) {
            ofUser[kind] = new BitSet();
        }
        ofUser[kind].set((int) (offset - first));
    }

    void acknowledged(String user, long through) {
        acknowledged.merge(user, through, Math::max);
    }

    /** Returns the users that may have received anything. */
    Set<String> users() {
        return facts.keySet();
    }

    /**
     * An acknowledgement is cumulative but covers only notifications written before it: those that were filtered out,
     * failed, or were written later keep their state.
     */
    State state(String user, long offset) {
        boolean covered = has(user, offset, DeliveryFact.WRITTEN) && offset <= acknowledged.getOrDefault(user, 0L);
        if (covered || has(user, offset, DeliveryFact.ACKNOWLEDGED)) {
            return State.ACKED;
        }
        return has(user, offset, DeliveryFact.SENT) ? State.SENT : State.QUEUED;
    }

    Delivered delivered(String user, long offset) {
        return new Delivered(
                state(user, offset), has(user, offset, DeliveryFact.SENT), has(user, offset, DeliveryFact.WRITTEN));
    }

    private boolean has(String user, long offset, DeliveryFact fact) {
        BitSet[] ofUser = facts.get(user);
        BitSet places = ofUser == null ? null : ofUser[fact.ordinal()];
        return places != null && places.get((int) (offset - first));
    }
}
