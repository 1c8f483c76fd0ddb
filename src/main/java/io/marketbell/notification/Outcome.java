package io.marketbell.notification;

import java.time.Instant;

/**
 * Something that became of a notification for one of its recipients. Fired as an asynchronous CDI event.
 *
 * @param recipient the user; null for {@code QUEUED}, which is told once for all of them
 * @param attempt of telling it, from 1
 */
public record Outcome(Notification notification, Kind kind, String recipient, Instant time, int attempt) {

    /** In the order in which a notification goes through them; the last two are ends of their own. */
    public enum Kind {
        /** Accepted and, where durable, committed. */
        QUEUED,
        /** Written to a connection of the recipient's that has answered since. */
        SENT,
        /** Acknowledged by the recipient. */
        ACKED,
        /** Expired without having been sent. */
        EXPIRED,
        /** Given up: it is a dead letter. */
        DEAD
    }
}
