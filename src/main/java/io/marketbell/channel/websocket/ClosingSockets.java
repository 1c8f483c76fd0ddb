package io.marketbell.channel.websocket;

import io.marketbell.thread.ThreadFaults;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Disconnects sockets whose closing handshake does not end. Open Liberty stops reading from a socket whose client
 * disconnects while the server closes it, and never closes the TCP connection: each would keep its descriptor and about
 * 40 KiB until the server stops, and clients can repeat it. Thread-safe.
 */
public final class ClosingSockets {
    /** The time for a client to answer the close frame. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** If more sockets are closing, the oldest is disconnected early. */
    static final int MAXIMUM = 10_000;

    private static final ThreadFaults FAULTS = ThreadFaults.of("closing sockets");

    private final LongSupplier nanoClock;
    private final Queue<Closing> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong disconnected = new AtomicLong();

    ClosingSockets(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    private record Closing(ContainerConnection connection, long deadline) {}

    /**
     * Observes a connection whose session the server has just closed. Never throws.
     *
     * @param connection null if unknown
     */
    void closed(ContainerConnection connection) {
        try {
            if (connection != null && connection.isClosingWithoutTimeout()) {
                queue.add(new Closing(connection, nanoClock.getAsLong() + PATIENCE.toNanos()));
                if (size.incrementAndGet() > MAXIMUM) {
                    disconnectFirst();
                }
            }
        } catch (RuntimeException failed) {
            FAULTS.record(failed);
        }
    }

    /** Disconnects the sockets whose clients had {@link #PATIENCE} to answer. Called by one thread at a time. */
    void disconnectOverdue() {
        long now = nanoClock.getAsLong();
        for (Closing oldest = queue.peek(); oldest != null && now - oldest.deadline() >= 0; oldest = queue.peek()) {
            disconnectFirst();
        }
    }

    private void disconnectFirst() {
        Closing first = queue.poll();
        if (first == null) {
            return;
        }
        size.decrementAndGet();
        try {
            if (first.connection().isClosing()) {
                first.connection().disconnect();
                disconnected.incrementAndGet();
            }
        } catch (RuntimeException failed) {
            FAULTS.record(failed);
        }
    }

    /** Returns the number of sockets that the server has closed and whose clients have not answered yet. */
    public int size() {
        return size.get();
    }

    /** Returns the number of sockets disconnected since the start. */
    public long disconnected() {
        return disconnected.get();
    }
}
