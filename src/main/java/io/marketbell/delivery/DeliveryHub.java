package io.marketbell.delivery;

import io.marketbell.notification.Notification;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Where notifications meet their clients. */
public interface DeliveryHub {

    /**
     * Admits a client; refused with the reason where the user has as many connections as allowed, or the server is
     * shutting down. May read the database: not for delivery threads.
     */
    Admission open(String user, String credential, Transport transport);

    /** Hands over what was accepted: volatile ones as they come, durable ones in the order of their offsets. */
    void publish(List<Notification> notifications);

    /** Acknowledges on a user's behalf from outside any connection. */
    Connection.AcknowledgeOutcome acknowledge(String user, long offset);

    /** Closes every connection that lives by one of these credentials. */
    void revoke(Set<String> credentials);

    /** Tells every client, flushes, closes; returns when all are closed or the time is over. */
    void shutdown(Duration atMost);

    /** How many connections are open. */
    int connections();

    sealed interface Admission {
        /** @param position null where the database is away, so that it is not known */
        record Admitted(Connection connection, Position position) implements Admission {}

        /** Where the log and the user stood when the connection was admitted. */
        record Position(String epoch, long head, long acknowledged) {}

        record Refused(DisconnectReason reason) implements Admission {}
    }
}
