package io.marketbell.notification;

import java.time.Instant;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Outcome of a notification for one recipient. Fired as an asynchronous CDI event.
 *
 * @param recipient the user; null for {@code QUEUED}, which applies to all recipients
 * @param attempt number of the attempt to report it, starting at 1
 */
public record Outcome(Notification notification, Kind kind, String recipient, Instant time, int attempt) {

    /** The last two are alternatives to {@code SENT} and {@code ACKED}. */
    public enum Kind {
        /** Accepted and, if durable, committed. */
        QUEUED(1),
        /** Written to a connection of the recipient that has responded since. */
        SENT(3),
        /** Acknowledged by the recipient. */
        ACKED(4),
        /** Expired without having been sent. */
        EXPIRED(5),
        /** Delivery was given up; the notification is a dead letter. Not final: a later connection may receive it. */
        DEAD(2);

        private final int sequence;

        Kind(int sequence) {
            this.sequence = sequence;
        }

        /**
         * The position in the order in which the outcomes of one notification can occur for one recipient. It depends on
         * nothing else, so all nodes agree on it without a shared counter.
         */
        public int sequence() {
            return sequence;
        }

        /** Returns the sequence of the outcome with this name; empty if this release does not know it. */
        public static OptionalInt sequenceOf(String name) {
            return Stream.of(values())
                    .filter(kind -> kind.name().equals(name))
                    .mapToInt(Kind::sequence)
                    .findFirst();
        }
    }
}
