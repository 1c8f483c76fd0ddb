package io.marketbell.subscription;

import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Index of subscriptions that finds the clients for a notification. The cost depends on the number of matching clients,
 * not on the number of connections: subscriptions are indexed by instrument, or by type if they name no instrument.
 *
 * <p>Not thread-safe by design. Each table is confined to the thread that both routes and subscribes, so a subscription
 * is entirely before or entirely after a notification.
 *
 * @param <R> type of a client; compared by identity
 */
public final class SubscriptionIndex<R> {
    private final Map<R, Registration<R>> byClient = new IdentityHashMap<>();
    private final Map<String, List<Registration<R>>> byUser = new HashMap<>();
    private final Map<String, SubscriptionBucket<R>> byInstrument = new HashMap<>();
    private final List<SubscriptionBucket<R>> anyInstrumentByType = new ArrayList<>();

    /** Number of the current routing call, used to find a client with several matching subscriptions only once. */
    private long round;

    public SubscriptionIndex() {
        for (int i = 0; i < NotificationType.values().length; i++) {
            anyInstrumentByType.add(new SubscriptionBucket<>());
        }
    }

    /** Registers a client. It receives nothing until it subscribes or is addressed by name. */
    public void register(R client, String user) {
        Registration<R> registration = new Registration<>(client, user);
        if (byClient.putIfAbsent(client, registration) != null) {
            throw new IllegalStateException("already registered: " + client);
        }
        byUser.computeIfAbsent(user, name -> new ArrayList<>(2)).add(registration);
    }

    /** Returns false if the client is not registered. */
    public boolean unregister(R client) {
        Registration<R> registration = byClient.remove(client);
        if (registration == null) {
            return false;
        }
        registration.subscriptions.values().forEach(this::remove);
        List<Registration<R>> ofUser = byUser.get(registration.user);
        ofUser.remove(registration);
        if (ofUser.isEmpty()) {
            byUser.remove(registration.user);
        }
        return true;
    }

    /** Adds a subscription of a registered client. The name must be unique within the client. */
    public void subscribe(R client, String name, SubscriptionFilter filter) {
        Registration<R> registration = byClient.get(client);
        Posting<R> posting = new Posting<>(registration, filter);
        if (registration.subscriptions.putIfAbsent(name, posting) != null) {
            throw new IllegalStateException("already subscribed: " + name);
        }
        if (!filter.instruments().isEmpty()) {
            for (String instrument : filter.instruments()) {
                posting.addTo(byInstrument.computeIfAbsent(instrument, unused -> new SubscriptionBucket<>()));
            }
        } else {
            for (NotificationType type : NotificationType.values()) {
                if (filter.types().isEmpty() || filter.types().contains(type)) {
                    posting.addTo(anyInstrumentByType.get(type.ordinal()));
                }
            }
        }
    }

    /** Removes a subscription. Returns false if there is none with this name. */
    public boolean unsubscribe(R client, String name) {
        Registration<R> registration = byClient.get(client);
        Posting<R> posting = registration == null ? null : registration.subscriptions.remove(name);
        if (posting == null) {
            return false;
        }
        remove(posting);
        return true;
    }

    private void remove(Posting<R> posting) {
        posting.removeFromAll();
        for (String instrument : posting.filter.instruments()) {
            byInstrument.computeIfPresent(instrument, (unused, bucket) -> bucket.isEmpty() ? null : bucket);
        }
    }

    /** Passes each matching client to the sink exactly once, even if several of its subscriptions match. */
    public void route(Notification notification, Consumer<? super R> sink) {
        round++;
        if (notification.isForEveryone()) {
            if (notification.instrument() != null) {
                SubscriptionBucket<R> bucket = byInstrument.get(notification.instrument());
                if (bucket != null) {
                    bucket.match(notification, round, sink);
                }
            }
            anyInstrumentByType.get(notification.type().ordinal()).match(notification, round, sink);
            return;
        }
        for (String user : notification.recipients()) {
            for (Registration<R> registration : byUser.getOrDefault(user, List.of())) {
                if (registration.matches(notification)) {
                    sink.accept(registration.client);
                }
            }
        }
    }

    /** Returns true if any subscription of the client matches. */
    public boolean matches(R client, Notification notification) {
        Registration<R> registration = byClient.get(client);
        return registration != null && registration.matches(notification);
    }

    /** Returns the user's clients. */
    public List<R> clientsOf(String user) {
        return byUser.getOrDefault(user, List.of()).stream().map(r -> r.client).toList();
    }
}
