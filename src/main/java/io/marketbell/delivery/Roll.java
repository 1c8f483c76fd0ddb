package io.marketbell.delivery;

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
 * Who is connected, in so many parts that are called one after the other: what one publication sets off for thousands of
 * readers at once, such as asking whether they have received it, is spread over the round and delays nothing else.
 */
final class Roll {
    private static final int PARTS = 10;
    private static final long ROUND_MILLIS = 250;

    private static final ThreadFaults FAULTS = ThreadFaults.of("liveness checks");

    private final List<Set<ReaderConnection>> parts = new ArrayList<>();
    private final AtomicInteger size = new AtomicInteger();

    Roll() {
        for (int i = 0; i < PARTS; i++) {
            parts.add(ConcurrentHashMap.newKeySet());
        }
    }

    /** Must be called once for a connection. */
    void add(ReaderConnection connection) {
        part(connection).add(connection);
        size.incrementAndGet();
    }

    /** False for one that is not there, or no longer. */
    boolean remove(ReaderConnection connection) {
        boolean there = part(connection).remove(connection);
        if (there) {
            size.decrementAndGet();
        }
        return there;
    }

    private Set<ReaderConnection> part(ReaderConnection connection) {
        return parts.get(Math.floorMod(connection.id().hashCode(), PARTS));
    }

    int size() {
        return size.get();
    }

    void forEach(Consumer<ReaderConnection> action) {
        parts.forEach(part -> part.forEach(action));
    }

    /** Calls one part after the other, each once a round, until it is closed; an error of one connection skips no other. */
    void callUntil(BooleanSupplier closed, Consumer<ReaderConnection> action, Pulse pulse) {
        NonBlocking.mark("liveness checks");
        while (!closed.getAsBoolean()) {
            for (Set<ReaderConnection> part : parts) {
                try {
                    TimeUnit.MILLISECONDS.sleep(ROUND_MILLIS / PARTS);
                } catch (InterruptedException e) {
                    break;
                }
                pulse.beat();
                part.forEach(connection -> guarded(action, connection));
                pulse.rest();
            }
        }
    }

    private static void guarded(Consumer<ReaderConnection> action, ReaderConnection connection) {
        try {
            action.accept(connection);
        } catch (Throwable e) {
            FAULTS.record(e);
        }
    }
}
