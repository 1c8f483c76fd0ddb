package io.marketbell.delivery.shard;

import io.marketbell.delivery.ClientState;
import io.marketbell.delivery.DisconnectReason;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The most recently closed clients, with their state at that time, and the number of all closed clients. Thread-safe. */
final class ClosedClients {
    static final int KEPT = 1_000;

    private final ArrayDeque<ClientState> latest = new ArrayDeque<>();
    private final Map<DisconnectReason, Long> counts = new EnumMap<>(DisconnectReason.class);

    synchronized void add(ClientState closed) {
        if (latest.size() == KEPT) {
            latest.removeLast();
        }
        latest.addFirst(closed);
        counts.merge(closed.reason(), 1L, Long::sum);
    }

    synchronized void forget(String user) {
        latest.removeIf(closed -> closed.user().equals(user));
    }

    synchronized List<ClientState> newestFirst() {
        return List.copyOf(latest);
    }

    /** Returns the number of clients closed since the start, by reason; reasons that did not occur are omitted. */
    synchronized Map<DisconnectReason, Long> counts() {
        return new EnumMap<>(counts);
    }
}
