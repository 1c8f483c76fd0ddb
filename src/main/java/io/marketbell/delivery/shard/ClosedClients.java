package io.marketbell.delivery.shard;

import io.marketbell.delivery.ClientState;
import java.util.ArrayDeque;
import java.util.List;

/** The most recently closed clients, with their state at that time. */
final class ClosedClients {
    static final int KEPT = 1_000;

    private final ArrayDeque<ClientState> latest = new ArrayDeque<>();

    synchronized void add(ClientState closed) {
        if (latest.size() == KEPT) {
            latest.removeLast();
        }
        latest.addFirst(closed);
    }

    synchronized List<ClientState> newestFirst() {
        return List.copyOf(latest);
    }
}
