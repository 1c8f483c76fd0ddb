package io.marketbell.delivery;

import java.util.Map;

/**
 * Counters of delivery since the start, and its current state.
 *
 * @param connections open connections
 * @param frames data frames, events and replies written
 * @param deliveries notifications written, counted once for each connection
 * @param conflated queued notifications replaced by a newer one
 * @param dropped volatile LOW notifications dropped because a client's queue was nearly full
 * @param outdated volatile notifications not delivered because a newer one had arrived before, counted once for each
 * shard
 * @param caughtWriters how often a write blocked a fast writer
 * @param cutOffWrites writes interrupted because they took too long
 * @param heldWriters writer threads that have not returned one second after their interrupt because the server's write
 * call does not return
 * @param waitingForWriter connections that wait for a writer thread
 * @param backlog notifications and requests that wait for a dispatcher
 * @param acknowledging acknowledgements that wait for a thread
 * @param routed connections in the routing tables; equals the open connections when no change is in progress
 * @param names instruments and brokers in the subscriptions of all connections
 * @param pendingValues snapshot values that are still to be sent to connections
 * @param lastValues values kept for snapshots
 * @param lastValueBytes an estimate of the heap they occupy
 * @param unconfirmed durable notifications that were written, but displaced by later ones before the client confirmed
 * them
 * @param failedWrites recorded pairs of a notification and a user whose write failed
 * @param closed closed connections, by reason
 */
public record DeliveryFigures(
        int connections,
        long frames,
        long deliveries,
        long conflated,
        long dropped,
        long outdated,
        long caughtWriters,
        long cutOffWrites,
        int heldWriters,
        int waitingForWriter,
        int backlog,
        int acknowledging,
        int routed,
        long names,
        long pendingValues,
        int lastValues,
        long lastValueBytes,
        long unconfirmed,
        long failedWrites,
        Map<DisconnectReason, Long> closed) {}
