package io.marketbell.channel;

import io.marketbell.http.address.Address;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts and limits the open sockets that have not authenticated, in total and for each client address. */
public final class UnauthenticatedSockets {
    private final int most;
    private final int mostOfAddress;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();

    public UnauthenticatedSockets(int most, int mostOfAddress) {
        this.most = most;
        this.mostOfAddress = mostOfAddress;
    }

    /** Availability of room for another socket. */
    public enum Room {
        FREE,
        /** The client's address has reached its limit. */
        ADDRESS_FULL,
        /** The node has reached its limit. */
        NODE_FULL
    }

    /** @param address the client's address, or null if unknown */
    public Room room(String address) {
        Room room = count.get() >= most
                ? Room.NODE_FULL
                : byAddress.getOrDefault(Address.client(address), 0) >= mostOfAddress ? Room.ADDRESS_FULL : Room.FREE;
        if (room != Room.FREE) {
            refused.increment();
        }
        return room;
    }

    /**
     * Counts one more socket and returns the action that ends the count, or returns null if there is no room. The
     * action is idempotent; it must run when the socket has authenticated or is closed.
     */
    public Runnable enter(String address) {
        String key = Address.client(address);
        if (count.incrementAndGet() <= most) {
            if (byAddress.merge(key, 1, Integer::sum) <= mostOfAddress) {
                AtomicBoolean left = new AtomicBoolean();
                return () -> {
                    if (left.compareAndSet(false, true)) {
                        leave(key);
                        count.decrementAndGet();
                    }
                };
            }
            leave(key);
        }
        count.decrementAndGet();
        refused.increment();
        return null;
    }

    private void leave(String key) {
        byAddress.computeIfPresent(key, (unused, sockets) -> sockets == 1 ? null : sockets - 1);
    }

    public int count() {
        return count.get();
    }

    /** Returns the number of sockets and handshakes refused since the start. */
    public long refused() {
        return refused.sum();
    }
}
