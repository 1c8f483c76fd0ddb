package io.marketbell.journal.ledger;

import io.marketbell.journal.Ledger.Delivered;
import io.marketbell.journal.Ledger.State;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is known of the deliveries of one page of offsets, gathered from memory and the database. The only place that
 * decides what is sent and acknowledged: callbacks, the state that publishers ask for, and dead letters all come from it.
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

    /** Those whom anything may have reached. */
    Set<String> users() {
        return facts.keySet();
    }

    /**
     * Acknowledging is cumulative but covers only what was written before: what a filter kept back, what failed, and what
     * was written later stay as they were.
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
