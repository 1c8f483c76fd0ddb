package io.marketbell.delivery.outbox;

/** What an outbox made of a notification. */
public enum OfferResult {
    ACCEPTED,
    /** It took the place of an older one of the same key. */
    CONFLATED,
    /** Volatile and LOW, and the queue is nearly full: it was dropped, and the client will be told. */
    DROPPED,
    /** There is no room: the client is too slow. */
    FULL,
    /** The connection is being closed and takes nothing more. */
    CLOSING
}
