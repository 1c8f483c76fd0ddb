package io.marketbell.delivery.outbox;

import io.marketbell.delivery.Delivery;
import io.marketbell.notification.ConflationKey;
import io.marketbell.notification.Priority;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The volatile notifications that wait for one client, of each key only the newest. Leaves by priority, within a
 * priority in the order in which the keys came.
 *
 * <p>One array, searched from end to end while it is short: with ten thousand clients the memory that is touched costs
 * more than the comparisons. Only a client who is far behind gets an index.
 */
final class Conflator {
    private static final int INDEXED_FROM = 32;
    private static final Priority[] PRIORITIES = Priority.values();

    private Delivery[] waiting = new Delivery[4];
    private int size;
    private Map<ConflationKey, Integer> index;

    /** Puts it in the place of an older one of its key, and returns that; null where there is none, and nothing was done. */
    Delivery replace(Delivery newer) {
        int position = find(newer.routed().conflationKey());
        if (position < 0) {
            return null;
        }
        Delivery older = waiting[position];
        waiting[position] = newer;
        return older;
    }

    /** Adds one whose key does not wait yet. */
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

    /** Hands them over by priority until one is refused; that one and those after it stay. */
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
