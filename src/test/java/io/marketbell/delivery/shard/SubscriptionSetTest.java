package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.delivery.DeliverySettings;
import io.marketbell.subscription.SubscriptionFilter;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** The subscriptions of one connection. */
class SubscriptionSetTest {
    private final LongAdder names = new LongAdder();
    private final SubscriptionSet subscriptions = new SubscriptionSet(DeliverySettings.defaults(), names);

    @Test
    void theSizeFollowsAdditionsAndRemovals() {
        String first = subscriptions.add(SubscriptionFilter.EVERYTHING).id();
        subscriptions.add(SubscriptionFilter.EVERYTHING);
        assertThat(subscriptions.size()).isEqualTo(2);

        assertThat(subscriptions.remove(first)).isTrue();
        assertThat(subscriptions.remove(first)).isFalse();

        assertThat(subscriptions.size()).isEqualTo(1);
    }

    @Test
    void theSizeOfAnEndedConnectionRemainsForMonitoring() {
        subscriptions.add(SubscriptionFilter.EVERYTHING);

        subscriptions.clear();

        assertThat(subscriptions.size()).isEqualTo(1);
        assertThat(subscriptions.all()).isEmpty();
        assertThat(names.sum()).isZero();
    }
}
