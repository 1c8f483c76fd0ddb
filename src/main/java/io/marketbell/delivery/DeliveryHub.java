package io.marketbell.delivery;

import io.marketbell.notification.Notification;
import java.util.List;

/** Delivers published notifications to connected clients. */
public interface DeliveryHub {

    /**
     * Admits a client. Refuses it, with the reason, if the user has the maximum number of connections or the server is
     * shutting down. May read the database; must not be called on delivery threads.
     */
    Admission open(String user, String credential, Transport transport);

    /** Accepts notifications for delivery: volatile ones in any order, durable ones in the order of their offsets. */
    void publish(List<Notification> notifications);

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
