package io.marketbell.delivery.resume;

import io.marketbell.delivery.RoutedNotification;
import io.marketbell.notification.ConflationKey;
import io.marketbell.subscription.SubscriptionFilter;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys whose last values are still to be sent to a connection, each key once. After a mass reconnection ten
 * thousand connections may each wait for ten thousand values; therefore a pending key costs only one reference.
 */
public final class PendingSnapshot {
    /** Returns the value of a key as visible to the user, or null if the value is newer than the given moment. */
    public interface Lookup {
        RoutedNotification valueOf(ConflationKey key, long moment);
    }

    /** The keys requested by one subscription. Values newer than the time of the request were delivered live. */
    private static final class Part {
        private final String subscription;
        private final SubscriptionFilter filter;
        private final long moment;
        private final ArrayDeque<ConflationKey> keys;

        Part(String subscription, SubscriptionFilter filter, long moment, List<ConflationKey> keys) {
            this.subscription = subscription;
            this.filter = filter;
            this.moment = moment;
            this.keys = new ArrayDeque<>(keys);
        }
    }

    private final ArrayDeque<Part> parts = new ArrayDeque<>(0);
    private int size;

    /** @param moment the moment of the last values at which these keys were found */
    public void add(String subscription, SubscriptionFilter filter, List<ConflationKey> found, long moment) {
        List<ConflationKey> keys = found;
        if (size > 0) {
            Set<ConflationKey> pending = new HashSet<>();
            parts.forEach(part -> pending.addAll(part.keys));
            keys = found.stream().filter(key -> !pending.contains(key)).toList();
        }
        size += keys.size();
        parts.add(new Part(subscription, filter, moment, keys));
        clearIfEmpty();
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public int size() {
        return size;
    }

    /** Returns the next value, or null if it was delivered live in the meantime. Must not be called if empty. */
    public RoutedNotification poll(Lookup values) {
        Part part =
                parts.stream().filter(each -> !each.keys.isEmpty()).findFirst().orElseThrow();
        RoutedNotification value = values.valueOf(part.keys.poll(), part.moment);
        size--;
        clearIfEmpty();
        return value;
    }

    /** Removes the keys that only this subscription requested. */
    public void drop(String subscription, Lookup values) {
        Part dropped = null;
        for (Part part : parts) {
            dropped = part.subscription.equals(subscription) ? part : dropped;
        }
        if (dropped == null) {
            return;
        }
        parts.remove(dropped);
        size -= dropped.keys.size();
        if (!parts.isEmpty()) {
            dropped.keys.forEach(key -> moveToAnother(key, values));
        }
        clearIfEmpty();
    }

    private void moveToAnother(ConflationKey key, Lookup values) {
        for (Part part : parts) {
            RoutedNotification value = values.valueOf(key, part.moment);
            if (value != null && part.filter.matches(value.notification())) {
                part.keys.add(key);
                size++;
                return;
            }
        }
    }

    public void clear() {
        parts.clear();
        size = 0;
    }

    /** A part without keys remains while other parts have keys, because keys requested by both may return to it. */
    private void clearIfEmpty() {
        if (size == 0) {
            parts.clear();
        }
    }
}
