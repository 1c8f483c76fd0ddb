package io.marketbell.routing;

import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds the readers that a notification concerns, at a cost that depends on how many they are and not on how many are
 * connected: subscriptions are filed under the instruments they name, or under their types where they name none.
 *
 * <p>Not safe for concurrent use, on purpose: each table belongs to the one thread that both routes and subscribes, so a
 * subscription is either wholly before or wholly after a notification.
 *
 * @param <R> a reader; compared by identity
 */
public final class RoutingTable<R> {
    private final Map<R, Registration<R>> byReader = new IdentityHashMap<>();
    private final Map<String, List<Registration<R>>> byUser = new HashMap<>();
    private final Map<String, Bucket<R>> byInstrument = new HashMap<>();
    private final List<Bucket<R>> anyInstrumentByType = new ArrayList<>();

    /** Numbers the notifications routed, so that a reader two of whose subscriptions match is found once. */
    private long round;

    public RoutingTable() {
        for (int i = 0; i < NotificationType.values().length; i++) {
            anyInstrumentByType.add(new Bucket<>());
        }
    }

    /** Makes the reader known; without a subscription it receives nothing. */
    public void register(R reader, String user) {
        Registration<R> registration = new Registration<>(reader, user);
        if (byReader.putIfAbsent(reader, registration) != null) {
            throw new IllegalStateException("registered already: " + reader);
        }
        byUser.computeIfAbsent(user, name -> new ArrayList<>(2)).add(registration);
    }

    /** Returns false for a reader that is not known. */
    public boolean unregister(R reader) {
        Registration<R> registration = byReader.remove(reader);
        if (registration == null) {
            return false;
        }
        registration.subscriptions.values().forEach(this::unfile);
        List<Registration<R>> ofUser = byUser.get(registration.user);
        ofUser.remove(registration);
        if (ofUser.isEmpty()) {
            byUser.remove(registration.user);
        }
        return true;
    }

    /** Adds a subscription of a registered reader under a name of its own. */
    public void subscribe(R reader, String name, Filter filter) {
        Registration<R> registration = byReader.get(reader);
        Posting<R> posting = new Posting<>(registration, filter);
        if (registration.subscriptions.putIfAbsent(name, posting) != null) {
            throw new IllegalStateException("subscribed already: " + name);
        }
        if (!filter.instruments().isEmpty()) {
            for (String instrument : filter.instruments()) {
                posting.fileIn(byInstrument.computeIfAbsent(instrument, unused -> new Bucket<>()));
            }
        } else {
            for (NotificationType type : NotificationType.values()) {
                if (filter.types().isEmpty() || filter.types().contains(type)) {
                    posting.fileIn(anyInstrumentByType.get(type.ordinal()));
                }
            }
        }
    }

    /** Takes a subscription away; false where there is none of this name. */
    public boolean unsubscribe(R reader, String name) {
        Registration<R> registration = byReader.get(reader);
        Posting<R> posting = registration == null ? null : registration.subscriptions.remove(name);
        if (posting == null) {
            return false;
        }
        unfile(posting);
        return true;
    }

    private void unfile(Posting<R> posting) {
        posting.unfile();
        for (String instrument : posting.filter.instruments()) {
            byInstrument.computeIfPresent(instrument, (unused, bucket) -> bucket.isEmpty() ? null : bucket);
        }
    }

    /** Hands every reader concerned to the sink, each once, whatever number of its subscriptions match. */
    public void route(Notification notification, Consumer<? super R> sink) {
        round++;
        if (notification.isForEveryone()) {
            if (notification.instrument() != null) {
                Bucket<R> bucket = byInstrument.get(notification.instrument());
                if (bucket != null) {
                    bucket.match(notification, round, sink);
                }
            }
            anyInstrumentByType.get(notification.type().ordinal()).match(notification, round, sink);
            return;
        }
        for (String user : notification.recipients()) {
            for (Registration<R> registration : byUser.getOrDefault(user, List.of())) {
                if (registration.wants(notification)) {
                    sink.accept(registration.reader);
                }
            }
        }
    }

    /** Whether any subscription of the reader matches. */
    public boolean wants(R reader, Notification notification) {
        Registration<R> registration = byReader.get(reader);
        return registration != null && registration.wants(notification);
    }

    /** The user's readers. */
    public List<R> readersOf(String user) {
        return byUser.getOrDefault(user, List.of()).stream().map(r -> r.reader).toList();
    }

    /** The reader's subscriptions by name, in the order they were made; empty for one that is not registered. */
    public Map<String, Filter> subscriptions(R reader) {
        Map<String, Filter> filters = new LinkedHashMap<>();
        Optional.ofNullable(byReader.get(reader))
                .ifPresent(r -> r.subscriptions.forEach((name, posting) -> filters.put(name, posting.filter)));
        return filters;
    }
}
