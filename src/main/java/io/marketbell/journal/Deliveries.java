package io.marketbell.journal;

import io.marketbell.journal.Ledger.State;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What is known of the deliveries of one page of offsets, gathered from memory and the database. */
final class Deliveries implements DeliveryPage.Visitor {
    private final Map<String, BitSet> written = new HashMap<>();
    private final Map<String, BitSet> sent = new HashMap<>();
    private final Map<String, Long> acknowledged = new HashMap<>();
    private final long first;

    Deliveries(long page) {
        first = DeliveryPage.firstOffset(page);
    }

    /** What was sent was written: all are noted as written. */
    @Override
    public void reached(String user, long offset, boolean confirmed) {
        int place = (int) (offset - first);
        written.computeIfAbsent(user, name -> new BitSet()).set(place);
        if (confirmed) {
            sent.computeIfAbsent(user, name -> new BitSet()).set(place);
        }
    }

    void acknowledged(String user, long through) {
        acknowledged.merge(user, through, Math::max);
    }

    /** Those whom anything reached. */
    Set<String> users() {
        return written.keySet();
    }

    /** Acknowledging is cumulative but covers only what was written: what a filter kept back stays queued. */
    State state(String user, long offset) {
        int place = (int) (offset - first);
        if (has(written, user, place) && offset <= acknowledged.getOrDefault(user, 0L)) {
            return State.ACKED;
        }
        return has(sent, user, place) ? State.SENT : State.QUEUED;
    }

    private static boolean has(Map<String, BitSet> places, String user, int place) {
        BitSet of = places.get(user);
        return of != null && of.get(place);
    }
}
