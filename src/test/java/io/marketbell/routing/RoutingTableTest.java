package io.marketbell.routing;

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

class RoutingTableTest {
    private final RoutingTable<String> table = new RoutingTable<>();
    private final String alice = "alice's phone";
    private final String bob = "bob's desk";

    @BeforeEach
    void register() {
        table.register(alice, "alice");
        table.register(bob, "bob");
    }

    @Test
    void aPriceReachesSubscribersOfTheInstrument() {
        table.subscribe(alice, "s1", instruments("AAPL", "MSFT"));
        table.subscribe(bob, "s1", instruments("TSLA"));

        assertThat(route(Sample.price("MSFT"))).containsExactly(alice);
        assertThat(route(Sample.price("IBM"))).isEmpty();
    }

    @Test
    void aNotificationForOneUserNeverReachesAnother() {
        table.subscribe(alice, "s1", Filter.EVERYTHING);
        table.subscribe(bob, "s1", Filter.EVERYTHING);

        assertThat(route(Sample.fill("alice"))).containsExactly(alice);
    }

    @Test
    void aClientWithoutASubscriptionReceivesNothing() {
        assertThat(route(Sample.fill("alice"))).isEmpty();
        assertThat(route(Sample.notice())).isEmpty();
    }

    @Test
    void aClientWithTwoMatchingSubscriptionsIsFoundOnce() {
        table.subscribe(alice, "s1", Filter.EVERYTHING);
        table.subscribe(alice, "s2", instruments("AAPL"));

        assertThat(route(Sample.price("AAPL"))).containsExactly(alice);
        assertThat(route(Sample.fill("alice"))).containsExactly(alice);
    }

    @Test
    void priorityAndBrokerNarrowASubscription() {
        table.subscribe(alice, "s1", new Filter(Set.of(), Set.of(), Set.of("alpaca"), Priority.HIGH));

        assertThat(route(Sample.brokerStatus("alpaca"))).containsExactly(alice);
        assertThat(route(Sample.brokerStatus("ibkr"))).isEmpty();
        assertThat(route(Sample.price("AAPL"))).isEmpty();
    }

    @Test
    void nothingIsDeliveredAfterUnsubscribing() {
        table.subscribe(alice, "s1", instruments("AAPL"));
        table.subscribe(alice, "s2", instruments("MSFT"));

        assertThat(table.unsubscribe(alice, "s1")).isTrue();
        assertThat(table.unsubscribe(alice, "s1")).isFalse();
        assertThat(route(Sample.price("AAPL"))).isEmpty();
        assertThat(route(Sample.price("MSFT"))).containsExactly(alice);

        table.unregister(alice);
        assertThat(route(Sample.price("MSFT"))).isEmpty();
        assertThat(table.readersOf("alice")).isEmpty();
    }

    /** Compares the index with a direct evaluation of the filters over thousands of random changes. */
    @Test
    void agreesWithTheFiltersAfterRandomSubscriptions() {
        Random random = new Random(42);
        Map<String, Map<String, Filter>> expected = new HashMap<>();
        Map<String, String> users = new HashMap<>();
        int names = 0;
        for (int step = 0; step < 20_000; step++) {
            String reader = "r" + random.nextInt(60);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    if (users.putIfAbsent(reader, "u" + random.nextInt(20)) == null) {
                        expected.put(reader, new HashMap<>());
                        table.register(reader.intern(), users.get(reader));
                    }
                    Filter filter = randomFilter(random);
                    expected.get(reader).put("s" + ++names, filter);
                    table.subscribe(reader.intern(), "s" + names, filter);
                }
                case 3, 4 -> {
                    Map<String, Filter> ofReader = expected.getOrDefault(reader, Map.of());
                    if (!ofReader.isEmpty()) {
                        String name = ofReader.keySet().iterator().next();
                        ofReader.remove(name);
                        assertThat(table.unsubscribe(reader.intern(), name)).isTrue();
                    }
                }
                case 5 -> {
                    if (random.nextInt(10) == 0 && expected.remove(reader) != null) {
                        users.remove(reader);
                        table.unregister(reader.intern());
                    }
                }
                default -> {
                    Notification notification = randomNotification(random);
                    Set<String> wanted = new HashSet<>();
                    expected.forEach((candidate, filters) -> {
                        if (notification.isAddressedTo(users.get(candidate))
                                && filters.values().stream().anyMatch(f -> f.matches(notification))) {
                            wanted.add(candidate);
                        }
                    });
                    assertThat(route(notification)).containsExactlyInAnyOrderElementsOf(wanted);
                }
            }
        }
    }

    private static Filter randomFilter(Random random) {
        NotificationType[] types = NotificationType.values();
        return new Filter(
                random.nextBoolean() ? Set.of() : Set.of(types[random.nextInt(types.length)]),
                random.nextBoolean() ? Set.of() : Set.of("I" + random.nextInt(10), "J" + random.nextInt(3)),
                random.nextInt(3) > 0 ? Set.of() : Set.of("B" + random.nextInt(3)),
                Priority.values()[random.nextInt(4)]);
    }

    private static Notification randomNotification(Random random) {
        NotificationType type = NotificationType.values()[random.nextInt(NotificationType.values().length)];
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
        table.route(notification, found::add);
        return found;
    }

    private static Filter instruments(String... instruments) {
        return new Filter(Set.of(), Set.of(instruments), Set.of(), Priority.LOW);
    }
}
