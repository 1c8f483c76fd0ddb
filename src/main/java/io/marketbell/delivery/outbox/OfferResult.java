package io.marketbell.delivery.outbox;

/** The result of offering a notification to an outbox. */
public enum OfferResult {
    ACCEPTED,
    /** Replaced an older notification with the same key. */
    CONFLATED,
    /**
     * Dropped: it is volatile and LOW, and the queue is nearly full. The client is notified with a {@code dropped}
     * event.
     */
    DROPPED,
    /** The queue is full: the client is too slow. */
    FULL,
    /** The connection is being closed and accepts no more notifications. */
    CLOSING
}
