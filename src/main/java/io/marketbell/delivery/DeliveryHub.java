package io.marketbell.delivery;

import io.marketbell.notification.Notification;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Delivers published notifications to connected clients. */
public interface DeliveryHub {

    /**
     * Admits a client. Refuses it, with the reason, if the user has the maximum number of connections or the server is
     * shutting down. May read the database; must not be called on delivery threads.
     */
    Admission open(String user, String credential, Transport transport);

    /** Accepts notifications for delivery: volatile ones in any order, durable ones in the order of their offsets. */
    void publish(List<Notification> notifications);

    /** Acknowledges on behalf of a user, without a connection. */
    Connection.AcknowledgeOutcome acknowledge(String user, long offset);

    /** Closes every connection that uses one of these credentials. */
    void revoke(Set<String> credentials);

    /** Notifies every client, flushes and closes the connections. Returns when all are closed or the time is over. */
    void shutdown(Duration atMost);

    /** Returns the number of open connections. */
    int connections();

    sealed interface Admission {
        /** @param position null if unknown because the database is unavailable */
        record Admitted(Connection connection, Position position) implements Admission {}

        /** The head of the log and the user's acknowledged offset at the time of admission. */
        record Position(String epoch, long head, long acknowledged) {}

        record Refused(DisconnectReason reason) implements Admission {}
    }
}
