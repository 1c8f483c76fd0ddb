package io.marketbell.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Priority;
import io.marketbell.notification.Sample;
import io.marketbell.routing.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwedSnapshotTest {
    private static final Filter PRICES =
            new Filter(Set.of(NotificationType.PRICE_UPDATE), Set.of(), Set.of(), Priority.LOW);

    private final LastValues values = new LastValues(1_000, 1 << 20);
    private final OwedSnapshot owed = new OwedSnapshot();

    @BeforeEach
    void values() {
        put("AAPL", "1");
        put("MSFT", "1");
    }

    private Parcel put(String instrument, String price) {
        Parcel parcel = new Parcel(Sample.price(instrument, price));
        values.put(parcel);
        return parcel;
    }

    private void ask(String subscription, Filter filter) {
        owed.add(subscription, filter, values.keys("alice", filter), values.moment());
    }

    private List<String> poll() {
        List<String> sent = new ArrayList<>();
        while (!owed.isEmpty()) {
            Parcel value = owed.poll((key, moment) -> values.get("alice", key, moment));
            if (value != null) {
                sent.add(value.notification().instrument());
            }
        }
        return sent;
    }

    @Test
    void aValueThatTwoSubscriptionsAskForIsOwedOnce() {
        ask("s1", PRICES);
        ask("s2", Filter.EVERYTHING);

        assertThat(owed.size()).isEqualTo(2);
        assertThat(poll()).containsExactlyInAnyOrder("AAPL", "MSFT");
    }

    @Test
    void aValueThatHasComeLiveSinceIsNotOwed() {
        ask("s1", PRICES);
        put("AAPL", "2");

        assertThat(poll()).containsExactly("MSFT");
    }

    @Test
    void whatAnotherSubscriptionHasAskedForStaysOwed() {
        ask("s1", PRICES);
        ask("s2", new Filter(Set.of(), Set.of("MSFT"), Set.of(), Priority.LOW));

        owed.drop("s1", (key, moment) -> values.get("alice", key, moment));

        assertThat(poll()).containsExactly("MSFT");
    }
}
