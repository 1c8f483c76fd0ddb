package io.marketbell.deadletter;

import io.marketbell.notification.Notification;

/** Where notifications go that could not be delivered. Bounded: at its size the oldest make room, and are counted. */
public interface DeadLetters {

    /**
     * Keeps a notification that did not reach a recipient. The same notification, recipient and reason are kept once.
     * Durable: survives the process where the database does; where the database is away the letter is kept in memory
     * and written later.
     *
     * @param recipient the user it did not reach, or the callback URL that did not answer
     * @param attempts how often delivery was tried
     * @param detail what went wrong the last time, for people; without secrets
     */
    void add(Notification notification, String recipient, Reason reason, int attempts, String detail);

    enum Reason {
        /** Its time to live passed before it was ever sent to the recipient. */
        EXPIRED,
        /** Writing it to a live recipient failed five times. */
        UNDELIVERABLE,
        /** The publisher's callback could not be told. */
        CALLBACK_FAILED
    }
}
