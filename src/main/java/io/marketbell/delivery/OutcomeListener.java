package io.marketbell.delivery;

import io.marketbell.journal.Ledger.Acknowledgement.Accepted;
import io.marketbell.notification.Notification;
import java.util.List;

/** Is told what became of durable notifications. Called by threads that must not wait: hand on, never block. */
public interface OutcomeListener {

    /** Written to a connection of the user's that has answered since. */
    void sent(List<Notification> notifications, String user);

    /** The user has acknowledged something that it had not before. */
    void acknowledged(String user, Accepted accepted);

    /** Writing it to the user failed as often as it is tried. */
    void undeliverable(Notification notification, String user, int attempts);
}
