package io.marketbell.deadletter;

import io.marketbell.notification.Notification;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where notifications go that could not be delivered. Bounded: at its size the oldest make room, and are counted. */
public interface DeadLetters {

    /**
     * Keeps a notification that did not reach a recipient. The same notification, recipient and reason are kept once; a
     * repeat brings attempts and detail up to date. Never waits: the letter is written, together with others, a moment
     * later. Where the database is away it is kept in memory until it is back. Whoever adds more than a thousand in a row
     * calls {@link #flush} in between.
     *
     * @param recipient the user it did not reach, or the callback URL that did not answer
     * @param attempts how often delivery was tried
     * @param detail what went wrong the last time, for people; without secrets
     */
    void add(Notification notification, String recipient, Reason reason, int attempts, String detail);

    /**
     * Writes what was added until now; whoever deletes the only other copy of a notification calls this first.
     *
     * @return whether all of it is written; false where the database is away
     */
    boolean flush();

    /**
     * How many letters were dropped before they were written, since too many waited. Whoever deletes the only other copy of
     * a notification compares it before {@link #add} and after {@link #flush}.
     */
    default long droppedUnwritten() {
        return 0;
    }

    /** The recipients that a notification did not reach, each with the latest reason. */
    Map<String, Reason> reasonsOf(String notificationId);

    /** A notification of which there are letters: they outlive its place in the journal. */
    Optional<Notification> notification(String id);

    @Schema(name = "DeadLetterReason")
    enum Reason {
        /** Its time to live passed before it was ever sent to the recipient. */
        EXPIRED,
        /** Writing it to a live recipient failed five times. */
        UNDELIVERABLE,
        /** The publisher's callback could not be told. */
        CALLBACK_FAILED
    }
}
