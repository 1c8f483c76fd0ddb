package io.marketbell.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import io.marketbell.notification.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscriptionIndexTest {
    private final SubscriptionIndex<String> index = new SubscriptionIndex<>();
    private final String alice = "alice's phone";
    private final String bob = "bob's desk";

    @BeforeEach
    void register() {
        index.register(alice, "alice");
        index.register(bob, "bob");
    }

    @Test
    void aPriceReachesSubscribersOfTheInstrument() {
        index.subscribe(alice, "s1", instruments("AAPL", "MSFT"));
        index.subscribe(bob, "s1", instruments("TSLA"));

        assertThat(route(Sample.price("MSFT"))).containsExactly(alice);
        assertThat(route(Sample.price("IBM"))).isEmpty();
    }

    @Test
    void aNotificationOfUnknownTypeReachesSubscribersOfAllTypes() {
        index.subscribe(alice, "s1", SubscriptionFilter.EVERYTHING);
        index.subscribe(
                bob,
                "s1",
                new SubscriptionFilter(Set.copyOf(NotificationType.known()), Set.of(), Set.of(), Priority.LOW));

        assertThat(route(Sample.unknown("MARGIN_CALL"))).containsExactly(alice);
    }

    @Test
    void aNotificationForOneUserNeverReachesAnother() {
        index.subscribe(alice, "s1", SubscriptionFilter.EVERYTHING);
        index.subscribe(bob, "s1", SubscriptionFilter.EVERYTHING);

        assertThat(route(Sample.fill("alice"))).containsExactly(alice);
    }

    @Test
    void aClientWithoutASubscriptionReceivesNothing() {
        assertThat(route(Sample.fill("alice"))).isEmpty();
        assertThat(route(Sample.notice())).isEmpty();
    }

    @Test
    void aClientWithTwoMatchingSubscriptionsIsFoundOnce() {
        index.subscribe(alice, "s1", SubscriptionFilter.EVERYTHING);
        index.subscribe(alice, "s2", instruments("AAPL"));

        assertThat(route(Sample.price("AAPL"))).containsExactly(alice);
        assertThat(route(Sample.fill("alice"))).containsExactly(alice);
    }

    @Test
    void priorityAndBrokerNarrowASubscription() {
        index.subscribe(alice, "s1", new SubscriptionFilter(Set.of(), Set.of(), Set.of("alpaca"), Priority.HIGH));

        assertThat(route(Sample.brokerStatus("alpaca"))).containsExactly(alice);
        assertThat(route(Sample.brokerStatus("ibkr"))).isEmpty();
        assertThat(route(Sample.price("AAPL"))).isEmpty();
    }

    @Test
    void nothingIsDeliveredAfterUnsubscribing() {
        index.subscribe(alice, "s1", instruments("AAPL"));
        index.subscribe(alice, "s2", instruments("MSFT"));

        assertThat(index.unsubscribe(alice, "s1")).isTrue();
        assertThat(index.unsubscribe(alice, "s1")).isFalse();
        assertThat(route(Sample.price("AAPL"))).isEmpty();
        assertThat(route(Sample.price("MSFT"))).containsExactly(alice);

        index.unregister(alice);
        assertThat(route(Sample.price("MSFT"))).isEmpty();
        assertThat(index.clientsOf("alice")).isEmpty();
    }

    /** Compares the index with a direct evaluation of the filters over thousands of random changes. */
    @Test
    void agreesWithTheFiltersAfterRandomSubscriptions() {
        Random random = new Random(42);
        Map<String, Map<String, SubscriptionFilter>> expected = new HashMap<>();
        Map<String, String> users = new HashMap<>();
        int names = 0;
        for (int step = 0; step < 20_000; step++) {
            String client = "r" + random.nextInt(60);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    if (users.putIfAbsent(client, "u" + random.nextInt(20)) == null) {
                        expected.put(client, new HashMap<>());
                        index.register(client.intern(), users.get(client));
                    }
                    SubscriptionFilter filter = randomFilter(random);
                    expected.get(client).put("s" + ++names, filter);
                    index.subscribe(client.intern(), "s" + names, filter);
                }
                case 3, 4 -> {
                    Map<String, SubscriptionFilter> ofClient = expected.getOrDefault(client, Map.of());
                    if (!ofClient.isEmpty()) {
                        String name = ofClient.keySet().iterator().next();
                        ofClient.remove(name);
                        assertThat(index.unsubscribe(client.intern(), name)).isTrue();
                    }
                }
                case 5 -> {
                    if (random.nextInt(10) == 0 && expected.remove(client) != null) {
                        users.remove(client);
                        index.unregister(client.intern());
                    }
                }
                default -> {
                    Notification notification = randomNotification(random);
                    Set<String> matching = new HashSet<>();
                    expected.forEach((candidate, filters) -> {
                        if ((notification.isForEveryone()
                                        || notification.recipients().contains(users.get(candidate)))
                                && filters.values().stream().anyMatch(f -> f.matches(notification))) {
                            matching.add(candidate);
                        }
                    });
                    assertThat(route(notification)).containsExactlyInAnyOrderElementsOf(matching);
                }
            }
        }
    }

    private static SubscriptionFilter randomFilter(Random random) {
        NotificationType[] types = NotificationType.known().toArray(NotificationType[]::new);
        return new SubscriptionFilter(
                random.nextBoolean() ? Set.of() : Set.of(types[random.nextInt(types.length)]),
                random.nextBoolean() ? Set.of() : Set.of("I" + random.nextInt(10), "J" + random.nextInt(3)),
                random.nextInt(3) > 0 ? Set.of() : Set.of("B" + random.nextInt(3)),
                Priority.values()[random.nextInt(4)]);
    }

    private static Notification randomNotification(Random random) {
        NotificationType type = NotificationType.known()
                .get(random.nextInt(NotificationType.known().size()));
        List<String> recipients = type.requires(NotificationType.Required.RECIPIENTS) || random.nextInt(4) == 0
                ? List.of("u" + random.nextInt(20), "v")
                : List.of();
        boolean named = type.requires(NotificationType.Required.INSTRUMENT) || random.nextBoolean();
        boolean brokered = type.requires(NotificationType.Required.BROKER) || random.nextBoolean();
        return Sample.withPriority(
                Sample.of(
                        type,
                        named ? "I" + random.nextInt(12) : null,
                        brokered ? "B" + random.nextInt(4) : null,
                        recipients),
                Priority.values()[random.nextInt(4)]);
    }

    private List<String> route(Notification notification) {
        List<String> found = new ArrayList<>();
        index.route(notification, found::add);
        return found;
    }

    private static SubscriptionFilter instruments(String... instruments) {
        return new SubscriptionFilter(Set.of(), Set.of(instruments), Set.of(), Priority.LOW);
    }
}
