package io.marketbell.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Lists the connected clients and the most recently closed ones, for monitoring. */
public interface ConnectedClients {

    /**
     * Briefly takes the lock of each connection: cheap if called every ten seconds, too expensive for every request.
     */
    Listing list();

    /**
     * @param users number of users with at least one connection
     * @param open the open connections, in no particular order
     * @param closed the most recently closed connections, newest first
     * @param endings number of connections closed since the start, by reason
     * @param queueSize maximum number of notifications in a client's queue
     * @param queueBytes maximum size of a client's queue in bytes
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
