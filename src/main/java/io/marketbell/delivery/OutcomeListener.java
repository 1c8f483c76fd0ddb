package io.marketbell.delivery;

import io.marketbell.journal.Ledger.Acknowledgement.Accepted;
import io.marketbell.notification.Notification;
import java.util.List;

/**
 * Receives the outcomes of durable notifications. Called by threads that must not block: implementations must hand over
 * and return.
 */
public interface OutcomeListener {

    /** Called when notifications were written to a connection of the user and the client confirmed them. */
    void sent(List<Notification> notifications, String user);

    /** Called when the user acknowledged notifications that were not acknowledged before. */
    void acknowledged(String user, Accepted accepted);

    /** Called when writing the notification to the user failed the maximum number of times. */
    void undeliverable(Notification notification, String user, int attempts);
}
