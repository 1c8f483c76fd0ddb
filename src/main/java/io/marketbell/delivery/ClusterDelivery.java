package io.marketbell.delivery;

import io.marketbell.notification.Notification;
import java.util.List;
import java.util.Optional;

/** Port to the delivery of this node, for volatile notifications that other nodes have published. */
public interface ClusterDelivery {

    /** Returns false while a queue of delivery is full. */
    boolean hasRoom();

    /** Delivers volatile notifications, as far as they are newer than those that were delivered. Never waits. */
    void publishedElsewhere(List<Notification> notifications);

    /** Keeps volatile notifications as last values, as far as they are newer, without delivering them. Never waits. */
    void keep(List<Notification> values);

    /**
     * Returns the last values; empty if they could not be read in time. Must not be called on a thread that must not
     * wait.
     */
    Optional<List<LastValue>> lastValues();
}
