package io.marketbell.delivery.shard;

import io.marketbell.delivery.ThreadHeartbeat;
import io.marketbell.thread.NonBlocking;
import io.marketbell.thread.ThreadFaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The open connections, divided into parts that are checked one after the other. This spreads work that one publication
 * causes for thousands of clients, such as pings for confirmation, over a round, so that it delays nothing else.
 */
final class ConnectionRegistry {
    private static final int PARTS = 10;
    private static final long ROUND_MILLIS = 250;

    private static final ThreadFaults FAULTS = ThreadFaults.of("liveness checks");

    private final List<Set<ClientConnection>> parts = new ArrayList<>();
    private final AtomicInteger size = new AtomicInteger();

    ConnectionRegistry() {
        for (int i = 0; i < PARTS; i++) {
            parts.add(ConcurrentHashMap.newKeySet());
        }
    }

    /** Must be called once for each connection. */
    void add(ClientConnection connection) {
        part(connection).add(connection);
        size.incrementAndGet();
    }

    /** Returns false if the connection is not registered. */
    boolean remove(ClientConnection connection) {
        boolean there = part(connection).remove(connection);
        if (there) {
            size.decrementAndGet();
        }
        return there;
    }

    private Set<ClientConnection> part(ClientConnection connection) {
        return parts.get(Math.floorMod(connection.id().hashCode(), PARTS));
    }

    int size() {
        return size.get();
    }

    void forEach(Consumer<ClientConnection> action) {
        parts.forEach(part -> part.forEach(action));
    }

    /**
     * Calls the action for all connections once a round, part by part, until closed. An error of one connection does
     * not affect the others.
     */
    void callUntil(BooleanSupplier closed, Consumer<ClientConnection> action, ThreadHeartbeat heartbeat) {
        NonBlocking.mark("liveness checks");
        while (!closed.getAsBoolean()) {
            for (Set<ClientConnection> part : parts) {
                try {
                    TimeUnit.MILLISECONDS.sleep(ROUND_MILLIS / PARTS);
                } catch (InterruptedException e) {
                    break;
                }
                heartbeat.beat();
                part.forEach(connection -> guarded(action, connection));
                heartbeat.rest();
            }
        }
    }

    private static void guarded(Consumer<ClientConnection> action, ClientConnection connection) {
        try {
            action.accept(connection);
        } catch (Throwable e) {
            FAULTS.record(e);
        }
    }
}
