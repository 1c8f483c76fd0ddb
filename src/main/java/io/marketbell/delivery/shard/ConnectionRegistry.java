package io.marketbell.delivery.shard;

import io.marketbell.cluster.Presence;
import io.marketbell.delivery.ThreadHeartbeat;
import io.marketbell.thread.NonBlocking;
import io.marketbell.thread.ThreadFaults;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The open connections, counted for each user, and the most recently closed clients. The connections are divided into
 * parts that are checked one after the other. This spreads work that one publication causes for thousands of clients,
 * such as pings for confirmation, over a round, so that it delays nothing else. Thread-safe.
 */
final class ConnectionRegistry {
    private static final int PARTS = 10;
    private static final long ROUND_MILLIS = 250;
    private static final int TAG_CHARACTERS = 3;
    private static final int DIGITS = 10;

    private static final ThreadFaults FAULTS = ThreadFaults.of("liveness checks");

    private final List<Set<ClientConnection>> parts = Stream.<Set<ClientConnection>>generate(
                    ConcurrentHashMap::newKeySet)
            .limit(PARTS)
            .toList();
    private final AtomicInteger size = new AtomicInteger();
    private final Map<String, Integer> byUser = new ConcurrentHashMap<>();
    private final String nodeTag = newTag();
    private final AtomicLong ids = new AtomicLong();
    private final ClosedClients closedClients = new ClosedClients();
    private final Presence presence;

    ConnectionRegistry(Presence presence) {
        this.presence = presence;
    }

    /** Returns a tag that distinguishes the connections of this process from those of other nodes, and of earlier runs. */
    private static String newTag() {
        SecureRandom random = new SecureRandom();
        StringBuilder tag = new StringBuilder(TAG_CHARACTERS);
        tag.append(Character.forDigit(DIGITS + random.nextInt(Character.MAX_RADIX - DIGITS), Character.MAX_RADIX));
        while (tag.length() < TAG_CHARACTERS) {
            tag.append(Character.forDigit(random.nextInt(Character.MAX_RADIX), Character.MAX_RADIX));
        }
        return tag.toString();
    }

    String nodeTag() {
        return nodeTag;
    }

    String nextId() {
        return nodeTag + "-c" + ids.incrementAndGet();
    }

    /**
     * Reserves a connection of the user. Returns false if the user has the maximum number of connections, at this node
     * or in the cluster. May wait for other nodes.
     */
    boolean reserve(String user, int limit) {
        boolean reserved = false;
        try {
            reserved = byUser.merge(user, 1, Integer::sum) <= limit && presence.enter(user, limit);
        } finally {
            if (!reserved) {
                releaseHere(user);
            }
        }
        return reserved;
    }

    /** Releases a reservation of the user. */
    void release(String user) {
        releaseHere(user);
        presence.leave(user);
    }

    private void releaseHere(String user) {
        byUser.computeIfPresent(user, (unused, count) -> count == 1 ? null : count - 1);
    }

    /** Must be called once for each connection, after {@link #reserve}. */
    void add(ClientConnection connection) {
        part(connection).add(connection);
        size.incrementAndGet();
    }

    /** Removes a closed connection and its reservation. Returns false if the connection is not registered. */
    boolean remove(ClientConnection connection) {
        boolean removed = part(connection).remove(connection);
        if (removed) {
            size.decrementAndGet();
            release(connection.user());
        }
        return removed;
    }

    private Set<ClientConnection> part(ClientConnection connection) {
        return parts.get(Math.floorMod(connection.id().hashCode(), PARTS));
    }

    int size() {
        return size.get();
    }

    /** Returns the number of users with at least one connection. */
    int users() {
        return byUser.size();
    }

    ClosedClients closed() {
        return closedClients;
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
