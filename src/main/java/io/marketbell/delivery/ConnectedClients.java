package io.marketbell.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** For looking on: who is connected, and who lately was. */
public interface ConnectedClients {

    /** Takes each connection's lock for a moment: as good as free every ten seconds, not for every request. */
    Listing list();

    /**
     * @param users how many have a connection
     * @param open in no order
     * @param closed the latest, the newest first
     * @param endings how many were closed since the start, by reason
     * @param queueSize notifications that may wait for one
     * @param queueBytes and bytes of them
     */
    record Listing(
            Instant at,
            int users,
            List<ClientState> open,
            List<ClientState> closed,
            Map<DisconnectReason, Long> endings,
            int queueSize,
            int queueBytes) {}
}
