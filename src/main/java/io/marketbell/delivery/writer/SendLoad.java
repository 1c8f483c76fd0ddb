package io.marketbell.delivery.writer;

/**
 * The queue of a connection and its counters of written frames and notifications, for monitoring. After the close, the
 * queue is that at the beginning of the close.
 *
 * @param delayNanos how long the queue has been non-empty without interruption, including a write in progress
 */
public record SendLoad(int waiting, int bytes, long delayNanos, long messages, long frames) {}
