package io.marketbell.delivery.bus;

/**
 * Counters of the volatile notifications exchanged with other nodes since the start, and the current queues.
 *
 * @param sent passed to the bus
 * @param unsent not passed to the bus, because it was away or a queue was full; repeated if they are still last values
 * @param received received from other nodes
 * @param late received after their expiry: kept as last values, not delivered
 * @param dropped received, and replaced by newer ones or dropped because delivery had no room
 * @param malformed received, and dropped because they could not be decoded
 * @param sendingBytes notifications to be sent
 * @param receivingBytes received messages and notifications to be delivered
 */
public record VolatileFigures(
        long sent,
        long unsent,
        long received,
        long late,
        long dropped,
        long malformed,
        long sendingBytes,
        long receivingBytes) {}
