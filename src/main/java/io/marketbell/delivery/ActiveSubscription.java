package io.marketbell.delivery;

import io.marketbell.subscription.SubscriptionFilter;
import java.util.function.Function;

/** A subscription of a connection. Keeps how its channel lists it, so that a reply does not render all of them anew. */
public final class ActiveSubscription {
    /** Replies to changes list all subscriptions only where the list has at most so many bytes. */
    public static final int LISTED_BYTES = 16 << 10;

    /** The quotes and the comma around a name, at least. */
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

    /** How many names a filter holds: those of instruments and brokers. */
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

    /** A lower bound for the length of a listing. */
    public int weight() {
        return weight;
    }

    /**
     * Returns the listing, rendered only once where it is short enough for replies to changes. Thread-safe.
     *
     * @param render makes the listing; always the same
     */
    public String listing(Function<ActiveSubscription, String> render) {
        String known = listing;
        if (known == null) {
            known = render.apply(this);
            listing = known.length() <= LISTED_BYTES ? known : null;
        }
        return known;
    }
}
