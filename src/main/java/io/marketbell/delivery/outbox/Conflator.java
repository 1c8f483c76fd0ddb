package io.marketbell.delivery.outbox;

import io.marketbell.delivery.Delivery;
import io.marketbell.notification.ConflationKey;
import io.marketbell.notification.Priority;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The volatile notifications that wait for one client; only the newest of each key is kept. They are removed by
 * priority, and within a priority in the order in which their keys were added.
 *
 * <p>A short list is an array that is searched sequentially: with ten thousand clients, memory access costs more than
 * the comparisons. An index is created only for a client that is far behind.
 */
final class Conflator {
    private static final int INDEXED_FROM = 32;
    private static final Priority[] PRIORITIES = Priority.values();

    private Delivery[] waiting = new Delivery[4];
    private int size;
    private Map<ConflationKey, Integer> index;

    /**
     * Replaces an older notification with the same key and returns the older one. Returns null, without a change, if
     * there is none.
     */
    Delivery replace(Delivery newer) {
        int position = find(newer.routed().conflationKey());
        if (position < 0) {
            return null;
        }
        Delivery older = waiting[position];
        waiting[position] = newer;
        return older;
    }

    /** Adds a notification whose key is not present. */
    void add(Delivery delivery) {
        if (size == waiting.length) {
            waiting = Arrays.copyOf(waiting, size * 2);
        }
        waiting[size] = delivery;
        if (index != null) {
            index.put(delivery.routed().conflationKey(), size);
        }
        size++;
        if (size == INDEXED_FROM && index == null) {
            reindex();
        }
    }

    private int find(ConflationKey key) {
        if (index != null) {
            return index.getOrDefault(key, -1);
        }
        for (int i = 0; i < size; i++) {
            if (key.equals(waiting[i].routed().conflationKey())) {
                return i;
            }
        }
        return -1;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /**
     * Passes the notifications to the taker by priority until it rejects one. The rejected one and all later ones
     * remain.
     */
    void drain(Predicate<Delivery> taker) {
        boolean taking = true;
        for (int p = PRIORITIES.length - 1; p >= 0 && taking; p--) {
            taking = drain(PRIORITIES[p], taker);
        }
        compact();
    }

    private boolean drain(Priority priority, Predicate<Delivery> taker) {
        for (int i = 0; i < size; i++) {
            Delivery delivery = waiting[i];
            if (delivery != null && delivery.routed().priority() == priority) {
                if (!taker.test(delivery)) {
                    return false;
                }
                waiting[i] = null;
            }
        }
        return true;
    }

    private void compact() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (waiting[i] != null) {
                waiting[kept++] = waiting[i];
            }
        }
        Arrays.fill(waiting, kept, size, null);
        size = kept;
        if (size < INDEXED_FROM) {
            index = null;
        } else {
            reindex();
        }
    }

    private void reindex() {
        index = new HashMap<>();
        for (int i = 0; i < size; i++) {
            index.put(waiting[i].routed().conflationKey(), i);
        }
    }

    void clear() {
        Arrays.fill(waiting, 0, size, null);
        size = 0;
        index = null;
    }
}
