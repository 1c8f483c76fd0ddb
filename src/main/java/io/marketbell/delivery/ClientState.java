package io.marketbell.delivery;

import java.time.Duration;
import java.time.Instant;

/**
 * The state of one client, current or at the time it was closed.
 *
 * @param since when the client was admitted
 * @param waiting number of notifications in the client's queue
 * @param waitingBytes size of these notifications in bytes
 * @param delay how long the queue has been non-empty without interruption, including a write in progress
 * @param messages notifications written to the client
 * @param frames frames of all kinds written to the client
 * @param closedAt null while the connection is open
 * @param reason null while the connection is open
 */
public record ClientState(
        String id,
        String user,
        ClientInfo client,
        Instant since,
        int waiting,
        long waitingBytes,
        Duration delay,
        long messages,
        long frames,
        int subscriptions,
        Instant closedAt,
        DisconnectReason reason) {}
