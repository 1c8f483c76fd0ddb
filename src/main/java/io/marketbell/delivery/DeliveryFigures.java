package io.marketbell.delivery;

import java.util.Map;

/**
 * What delivery has done since it started, and how it stands.
 *
 * @param connections open now
 * @param frames data frames, events and replies written
 * @param deliveries notifications written, each once for each connection
 * @param conflated notifications that a newer one replaced while they waited
 * @param dropped volatile LOW notifications dropped for clients that were nearly too slow
 * @param caughtWriters how often a client that was thought to keep up caught a thread
 * @param cutOffWrites writes interrupted because they took too long
 * @param heldWriters writers that have not come back a second after they were interrupted: the server holds them
 * @param waitingForWriter connections that wait for a thread
 * @param backlog notifications and requests that wait for a dispatcher
 * @param acknowledging acknowledgements that wait for a thread
 * @param routed connections in the routing tables: those that are open, once nothing is under way
 * @param names instruments and brokers that the subscriptions of all connections hold
 * @param owedValues last values of snapshots that connections are still to be sent
 * @param lastValues values kept for snapshots
 * @param lastValueBytes an estimate of the heap they occupy
 * @param unconfirmed durable notifications written to a client that did not answer before too many others were written
 * @param failedWrites notifications that could not be written to a user, and are remembered for that
 * @param closed connections ended, by reason
 */
public record DeliveryFigures(
        int connections,
        long frames,
        long deliveries,
        long conflated,
        long dropped,
        long caughtWriters,
        long cutOffWrites,
        int heldWriters,
        int waitingForWriter,
        int backlog,
        int acknowledging,
        int routed,
        long names,
        long owedValues,
        int lastValues,
        long lastValueBytes,
        long unconfirmed,
        long failedWrites,
        Map<DisconnectReason, Long> closed) {}
