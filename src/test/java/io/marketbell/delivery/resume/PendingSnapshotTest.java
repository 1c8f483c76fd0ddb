package io.marketbell.delivery.resume;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.delivery.RoutedNotification;
import io.marketbell.delivery.shard.LastValues;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import io.marketbell.notification.Sample;
import io.marketbell.subscription.SubscriptionFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PendingSnapshotTest {
    private static final SubscriptionFilter PRICES =
            new SubscriptionFilter(Set.of(NotificationType.PRICE_UPDATE), Set.of(), Set.of(), Priority.LOW);

    private final LastValues values = new LastValues(1_000, 1 << 20);
    private final PendingSnapshot owed = new PendingSnapshot();

    @BeforeEach
    void values() {
        put("AAPL", "1");
        put("MSFT", "1");
    }

    private RoutedNotification put(String instrument, String price) {
        RoutedNotification routed = new RoutedNotification(Sample.price(instrument, price));
        values.put(routed);
        return routed;
    }

    private void ask(String subscription, SubscriptionFilter filter) {
        owed.add(subscription, filter, values.keys("alice", filter), values.moment());
    }

    private List<String> poll() {
        List<String> sent = new ArrayList<>();
        while (!owed.isEmpty()) {
            RoutedNotification value = owed.poll((key, moment) -> values.get("alice", key, moment));
            if (value != null) {
                sent.add(value.notification().instrument());
            }
        }
        return sent;
    }

    @Test
    void aValueRequestedByTwoSubscriptionsIsPendingOnce() {
        ask("s1", PRICES);
        ask("s2", SubscriptionFilter.EVERYTHING);

        assertThat(owed.size()).isEqualTo(2);
        assertThat(poll()).containsExactlyInAnyOrder("AAPL", "MSFT");
    }

    @Test
    void aValueDeliveredLiveInTheMeantimeIsNotPending() {
        ask("s1", PRICES);
        put("AAPL", "2");

        assertThat(poll()).containsExactly("MSFT");
    }

    @Test
    void valuesRequestedByAnotherSubscriptionStayPending() {
        ask("s1", PRICES);
        ask("s2", new SubscriptionFilter(Set.of(), Set.of("MSFT"), Set.of(), Priority.LOW));

        owed.drop("s1", (key, moment) -> values.get("alice", key, moment));

        assertThat(poll()).containsExactly("MSFT");
    }
}
