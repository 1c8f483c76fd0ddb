package io.marketbell.delivery.shard;

import io.marketbell.delivery.ActiveSubscription;
import io.marketbell.delivery.Connection.SubscribeOutcome;
import io.marketbell.delivery.DeliverySettings;
import io.marketbell.subscription.SubscriptionFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * The subscriptions of one connection, within their limits. Must be used on the shard's thread, except {@link #size}.
 */
final class SubscriptionSet {
    private final Map<String, ActiveSubscription> byId = new LinkedHashMap<>(4);
    private final DeliverySettings settings;
    private final LongAdder namesOfAll;
    private volatile int size;
    private long made;
    private int names;

    /** @param namesOfAll counts the names of all connections */
    SubscriptionSet(DeliverySettings settings, LongAdder namesOfAll) {
        this.settings = settings;
        this.namesOfAll = namesOfAll;
    }

    /** Returns why a subscription with this filter is refused, or null if it is accepted. */
    SubscribeOutcome refusal(SubscriptionFilter filter) {
        if (byId.size() >= settings.subscriptionsPerConnection()) {
            return new SubscribeOutcome.TooMany(settings.subscriptionsPerConnection());
        }
        return ActiveSubscription.names(filter) > settings.namesPerConnection() - names
                ? new SubscribeOutcome.TooManyNames(settings.namesPerConnection())
                : null;
    }

    ActiveSubscription add(SubscriptionFilter filter) {
        ActiveSubscription subscription = new ActiveSubscription("s" + ++made, filter);
        byId.put(subscription.id(), subscription);
        size = byId.size();
        countNames(subscription.names());
        return subscription;
    }

    /** Returns false if there is no subscription with this id. */
    boolean remove(String id) {
        ActiveSubscription subscription = byId.remove(id);
        if (subscription != null) {
            size = byId.size();
            countNames(-subscription.names());
        }
        return subscription != null;
    }

    /** Must be called when the connection has ended. {@link #size} remains, for the list of closed clients. */
    void clear() {
        byId.clear();
        countNames(-names);
    }

    private void countNames(int more) {
        names += more;
        namesOfAll.add(more);
    }

    int size() {
        return size;
    }

    /** Returns a lower bound of the length of the listing of all subscriptions. */
    int weight() {
        return byId.values().stream().mapToInt(ActiveSubscription::weight).sum();
    }

    /** Returns the weight of a reply that lists the subscriptions only if the list is short. */
    int weightIfListed() {
        int weight = weight();
        return weight > ActiveSubscription.LISTED_BYTES ? 0 : weight;
    }

    /** Returns the subscriptions in the order in which they were created. */
    List<ActiveSubscription> all() {
        return List.copyOf(byId.values());
    }
}
