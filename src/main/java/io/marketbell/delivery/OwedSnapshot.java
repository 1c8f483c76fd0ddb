package io.marketbell.delivery;

import io.marketbell.notification.ConflationKey;
import io.marketbell.routing.Filter;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.Function;

/** The keys whose last value a connection is still to be sent, each once, and for which subscription. */
final class OwedSnapshot {
    private final Map<ConflationKey, String> keys = new LinkedHashMap<>();
    private final Map<String, Filter> subscriptions = new HashMap<>();

    void add(String subscription, Filter filter, List<ConflationKey> more) {
        if (!more.isEmpty()) {
            subscriptions.put(subscription, filter);
            more.forEach(key -> keys.put(key, subscription));
        }
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    ConflationKey poll() {
        Iterator<ConflationKey> iterator = keys.keySet().iterator();
        ConflationKey key = iterator.next();
        iterator.remove();
        forgetSubscriptions();
        return key;
    }

    void remove(ConflationKey key) {
        if (!keys.isEmpty() && keys.remove(key) != null) {
            forgetSubscriptions();
        }
    }

    /** Drops what only this subscription has asked for. */
    void drop(String subscription, Function<ConflationKey, Parcel> lastValue) {
        if (subscriptions.remove(subscription) == null) {
            return;
        }
        Iterator<Entry<ConflationKey, String>> entries = keys.entrySet().iterator();
        while (entries.hasNext()) {
            Entry<ConflationKey, String> entry = entries.next();
            if (entry.getValue().equals(subscription)) {
                String other = otherThatWants(lastValue.apply(entry.getKey()));
                if (other == null) {
                    entries.remove();
                } else {
                    entry.setValue(other);
                }
            }
        }
        forgetSubscriptions();
    }

    private String otherThatWants(Parcel value) {
        return value == null
                ? null
                : subscriptions.entrySet().stream()
                        .filter(entry -> entry.getValue().matches(value.notification()))
                        .map(Entry::getKey)
                        .findFirst()
                        .orElse(null);
    }

    private void forgetSubscriptions() {
        if (keys.isEmpty()) {
            subscriptions.clear();
        }
    }
}
