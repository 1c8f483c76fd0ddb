package io.marketbell.notification;

import java.time.Instant;

/**
 * Outcome of a notification for one recipient. Fired as an asynchronous CDI event.
 *
 * @param recipient the user; null for {@code QUEUED}, which applies to all recipients
 * @param attempt number of the attempt to report it, starting at 1
 */
public record Outcome(Notification notification, Kind kind, String recipient, Instant time, int attempt) {

    /** In the order of a notification's life cycle; the last two are alternative final states. */
    public enum Kind {
        /** Accepted and, if durable, committed. */
        QUEUED,
        /** Written to a connection of the recipient that has responded since. */
        SENT,
        /** Acknowledged by the recipient. */
        ACKED,
        /** Expired without having been sent. */
        EXPIRED,
        /** Delivery was given up; the notification is a dead letter. */
        DEAD
    }
}
