package io.marketbell.delivery.bus;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A queue bounded in bytes. An item that finds it full displaces the oldest ones. Thread-safe; adding never waits. */
final class ArrivalQueue<T> {
    private final long mostBytes;
    private final Queue<Weighed<T>> items = new ArrayDeque<>();
    private long bytes;

    private record Weighed<T>(T item, long bytes) {}

    ArrivalQueue(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Returns the displaced items; a single item always finds room. */
    synchronized List<T> add(T item, long itemBytes) {
        List<T> displaced = List.of();
        while (!items.isEmpty() && bytes + itemBytes > mostBytes) {
            displaced = displaced.isEmpty() ? new ArrayList<>() : displaced;
            Weighed<T> oldest = items.remove();
            bytes -= oldest.bytes;
            displaced.add(oldest.item);
        }
        if (items.isEmpty()) {
            notifyAll();
        }
        items.add(new Weighed<>(item, itemBytes));
        bytes += itemBytes;
        return displaced;
    }

    /** Waits until there is an item or the time is over. An interrupt ends the wait. */
    synchronized void await(long millis) {
        waitWhile(items::isEmpty, millis);
    }

    /** Waits until at most this number of bytes is queued or the time is over. An interrupt ends the wait. */
    synchronized void awaitRoom(long bytesAtMost, long millis) {
        waitWhile(() -> bytes > bytesAtMost, millis);
    }

    private void waitWhile(BooleanSupplier condition, long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            for (long left = millis; condition.getAsBoolean() && left > 0; ) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            }
        } catch (InterruptedException e) {
            // the caller checks whether it is closed
        }
    }

    /** Removes and returns all items, oldest first. */
    synchronized List<T> takeAll() {
        List<T> taken = new ArrayList<>(items.size());
        items.forEach(weighed -> taken.add(weighed.item));
        items.clear();
        bytes = 0;
        notifyAll();
        return taken;
    }

    synchronized long bytes() {
        return bytes;
    }
}
