package io.marketbell.delivery;

import java.time.Duration;
import java.time.Instant;

/**
 * How one client stands, or stood when it was closed.
 *
 * @param since when it was admitted
 * @param waiting notifications in its queue
 * @param waitingBytes and how many bytes they are
 * @param delay for how long something has been waiting without a break, a write that is under way included
 * @param messages notifications written to it
 * @param frames frames written to it, whatever they held
 * @param closedAt null as long as it is open
 * @param reason null as long as it is open
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
