package io.marketbell.delivery.resume;

import io.marketbell.delivery.RoutedNotification;
import io.marketbell.notification.ConflationKey;
import io.marketbell.subscription.SubscriptionFilter;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys whose last value a connection is still to be sent, each once. After a storm of reconnections ten thousand
 * connections may be owed ten thousand values each, so a key that is owed costs one reference here.
 */
public final class PendingSnapshot {
    /** Finds the value of a key that the user would see, or null where it is newer than that moment. */
    public interface Lookup {
        RoutedNotification valueOf(ConflationKey key, long moment);
    }

    /** What was asked for by one subscription: what is newer than the moment of asking has come live. */
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

    /** @param moment of the last values, at which these keys were found */
    public void add(String subscription, SubscriptionFilter filter, List<ConflationKey> found, long moment) {
        List<ConflationKey> keys = found;
        if (size > 0) {
            Set<ConflationKey> owed = new HashSet<>();
            parts.forEach(part -> owed.addAll(part.keys));
            keys = found.stream().filter(key -> !owed.contains(key)).toList();
        }
        size += keys.size();
        parts.add(new Part(subscription, filter, moment, keys));
        forgetWhenDone();
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public int size() {
        return size;
    }

    /** Returns the next value, or null where it has come live since. Must not be empty. */
    public RoutedNotification poll(Lookup values) {
        Part part =
                parts.stream().filter(each -> !each.keys.isEmpty()).findFirst().orElseThrow();
        RoutedNotification value = values.valueOf(part.keys.poll(), part.moment);
        size--;
        forgetWhenDone();
        return value;
    }

    /** Drops what only this subscription has asked for. */
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
        forgetWhenDone();
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

    /** A part without keys stays while others have some: keys that both asked for may come back to it. */
    private void forgetWhenDone() {
        if (size == 0) {
            parts.clear();
        }
    }
}
