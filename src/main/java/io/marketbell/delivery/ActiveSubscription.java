package io.marketbell.delivery;

import io.marketbell.subscription.SubscriptionFilter;
import java.util.function.Function;

/**
 * A subscription of a connection. Caches its rendered listing, so that a reply that lists all subscriptions does not
 * render each of them again.
 */
public final class ActiveSubscription {
    /**
     * Maximum size in bytes of the list of all subscriptions in replies to subscription changes. A longer list is
     * omitted.
     */
    public static final int LISTED_BYTES = 16 << 10;

    /** Minimum overhead of a name in the listing: two quotes and a comma. */
    private static final int AROUND_NAME = 3;

    private final String id;
    private final SubscriptionFilter filter;
    private final int names;
    private final int weight;
    private volatile String listing;

    public ActiveSubscription(String id, SubscriptionFilter filter) {
        this.id = id;
        this.filter = filter;
        this.names = names(filter);
        this.weight = length(filter.instruments()) + length(filter.brokers());
    }

    /** Returns the number of names in a filter: instruments plus brokers. */
    public static int names(SubscriptionFilter filter) {
        return filter.instruments().size() + filter.brokers().size();
    }

    private static int length(Iterable<String> names) {
        int length = 0;
        for (String name : names) {
            length += name.length() + AROUND_NAME;
        }
        return length;
    }

    public String id() {
        return id;
    }

    public SubscriptionFilter filter() {
        return filter;
    }

    public int names() {
        return names;
    }

    /** Returns a lower bound of the length of the listing. */
    public int weight() {
        return weight;
    }

    /**
     * Returns the listing. It is rendered only once if it is short enough for replies to subscription changes.
     * Thread-safe.
     *
     * @param render renders the listing; must be the same function in every call
     */
    public String listing(Function<ActiveSubscription, String> render) {
        String rendered = listing;
        if (rendered == null) {
            rendered = render.apply(this);
            listing = rendered.length() <= LISTED_BYTES ? rendered : null;
        }
        return rendered;
    }
}
