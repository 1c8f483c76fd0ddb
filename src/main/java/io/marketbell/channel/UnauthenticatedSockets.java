package io.marketbell.channel;

import io.marketbell.http.address.Address;
import java.net.Inet6Address;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts the open sockets that have not authenticated yet, and bounds them: in all and for each client address. */
public final class UnauthenticatedSockets {
    /** Bits of an IPv6 address that one client is assumed to control. */
    private static final int OWNED_BITS = 64;

    private final int most;
    private final int mostOfAddress;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();

    public UnauthenticatedSockets(int most, int mostOfAddress) {
        this.most = most;
        this.mostOfAddress = mostOfAddress;
    }

    /** Whether another socket may be opened. */
    public enum Room {
        FREE,
        /** The client's address has as many as it may have. */
        ADDRESS_FULL,
        /** The node has as many as it takes. */
        NODE_FULL
    }

    /** @param address the client's, or null where it is not known */
    public Room room(String address) {
        Room room = count.get() >= most
                ? Room.NODE_FULL
                : byAddress.getOrDefault(key(address), 0) >= mostOfAddress ? Room.ADDRESS_FULL : Room.FREE;
        if (room != Room.FREE) {
            refused.increment();
        }
        return room;
    }

    /** Returns the place of one more socket, or null where there is no room. */
    public Place enter(String address) {
        String key = key(address);
        if (count.incrementAndGet() <= most) {
            if (byAddress.merge(key, 1, Integer::sum) <= mostOfAddress) {
                return new Place(key);
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

    /** How many sockets and handshakes were refused since the start. */
    public long refused() {
        return refused.sum();
    }

    private static String key(String address) {
        if (address == null) {
            return "unknown";
        }
        return Address.parse(address)
                .map(known -> known instanceof Inet6Address v6 ? Address.block(v6, OWNED_BITS) : Address.text(known))
                .orElse("unknown");
    }

    /** One socket's; to be released when the socket has authenticated or is closed. */
    public final class Place {
        private final String key;
        private final AtomicBoolean released = new AtomicBoolean();

        private Place(String key) {
            this.key = key;
        }

        /** May be called more than once. */
        public void release() {
            if (released.compareAndSet(false, true)) {
                leave(key);
                count.decrementAndGet();
            }
        }
    }
}
