package io.marketbell.deadletter;

import io.marketbell.notification.Notification;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Stores notifications that could not be delivered. Bounded: when it is full, the oldest letters are evicted and
 * counted.
 */
public interface DeadLetters {

    /**
     * Stores a notification that was not delivered to a recipient. The same notification, recipient and reason are
     * stored once; a repeat updates attempts and detail. Never blocks: the letter is written in a batch shortly
     * afterwards. While the database is unavailable, it stays in memory. A caller that adds more than a thousand in a
     * row must call {@link #flush} in between.
     *
     * @param recipient the user, or the callback URL
     * @param attempts the number of delivery attempts
     * @param detail the last failure; human-readable, without secrets
     */
    void add(Notification notification, String recipient, Reason reason, int attempts, String detail);

    /**
     * Writes all letters added so far. Must be called before the only other copy of a notification is deleted.
     *
     * @return whether all letters are written; false if the database is unavailable
     */
    boolean flush();

    /**
     * Returns the number of letters dropped before they were written because the queue was full. Before deleting the
     * only other copy of a notification, compare the value from before {@link #add} with the value after
     * {@link #flush}.
     */
    default long droppedUnwritten() {
        return 0;
    }

    /** Returns the recipients that did not receive a notification, each with the latest reason. */
    Map<String, Reason> reasonsOf(String notificationId);

    /** Returns a notification that has dead letters. They are kept longer than its journal entry. */
    Optional<Notification> notification(String id);

    @Schema(name = "DeadLetterReason")
    enum Reason {
        /** Its time to live ended before it was first sent to the recipient. */
        EXPIRED,
        /** Writing it to a connected recipient failed five times. */
        UNDELIVERABLE,
        /** The publisher's callback failed. */
        CALLBACK_FAILED
    }
}
