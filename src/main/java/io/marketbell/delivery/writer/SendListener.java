package io.marketbell.delivery.writer;

import io.marketbell.delivery.DisconnectReason;
import io.marketbell.delivery.Frame;
import io.marketbell.delivery.RoutedNotification;
import java.util.List;

/** Receives events of a connection. Called by writers' and clients' threads. */
public interface SendListener {
    /**
     * These durable notifications were removed from the queue and may reach the client from now on. Called under
     * the connection's lock, so that a notification is at every moment either queued or known to be in transit;
     * must be fast.
     */
    void writing(List<RoutedNotification> durables);

    /** This number of volatile notifications was skipped because they had expired. */
    void expired(int count);

    /**
     * This number of durable notifications was displaced from the unconfirmed ones: too many others were written
     * later, so an answer of the client no longer confirms them.
     */
    void evicted(int count);

    /** These were written before the client's last answer. May be empty. */
    void confirmed(List<RoutedNotification> durables);

    /** Writing a frame with these failed. May be empty. */
    void failed(List<RoutedNotification> durables);

    /** A frame was written, so there may be room for notifications that are read at the client's pace. */
    void written(Frame frame);

    /** Nothing was written because all queued notifications had expired; there may be room nevertheless. */
    void nothingWritten();

    /** The connection has ended; called once. Must not wait. */
    void closed(DisconnectReason reason);
}
