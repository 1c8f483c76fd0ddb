package io.marketbell.delivery.shard;

import static io.marketbell.notification.NotificationType.PRICE_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.delivery.RoutedNotification;
import io.marketbell.notification.ConflationKey;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Priority;
import io.marketbell.notification.Sample;
import io.marketbell.subscription.SubscriptionFilter;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LastValuesTest {
    private static final ConflationKey AAPL = new ConflationKey(PRICE_UPDATE, "AAPL", "alpaca");

    private final LastValues values = new LastValues(1_000, 1 << 20);

    @Test
    void aNewerValueForEveryoneHidesAnOlderPersonalOne() {
        put(personal("1", "alice"));
        RoutedNotification second = put(Sample.price("AAPL", "2"));

        assertThat(values.get("alice", AAPL, values.moment())).isSameAs(second);
        assertThat(values.keys("alice", SubscriptionFilter.EVERYTHING)).containsExactly(AAPL);
    }

    @Test
    void aNewerPersonalValueHidesAnOlderOneForEveryone() {
        RoutedNotification first = put(Sample.price("AAPL", "1"));
        RoutedNotification second = put(personal("2", "alice"));

        assertThat(values.get("alice", AAPL, values.moment())).isSameAs(second);
        assertThat(values.get("bob", AAPL, values.moment())).isSameAs(first);
        assertThat(values.keys("alice", SubscriptionFilter.EVERYTHING)).containsExactly(AAPL);
    }

    @Test
    void theValuesOfAUserAreForgotten() {
        RoutedNotification common = put(Sample.price("AAPL", "1"));
        long before = values.bytes();
        put(personal("2", "alice"));
        put(personal("3", "bob"));
        values.forget("alice");

        assertThat(values.get("alice", AAPL, values.moment())).isSameAs(common);
        assertThat(values.get("bob", AAPL, values.moment())).isNotSameAs(common);
        values.forget("bob");
        values.forget("nobody");
        assertThat(values.bytes()).isEqualTo(before);
        assertThat(values.size()).isEqualTo(1);
    }

    @Test
    void theFilterIsAppliedToTheValueVisibleToTheUser() {
        SubscriptionFilter high = new SubscriptionFilter(Set.of(), Set.of("AAPL"), Set.of(), Priority.HIGH);
        put(Sample.withPriority(personal("1", "alice"), Priority.HIGH));
        put(Sample.price("AAPL", "2"));

        assertThat(values.keys("alice", high)).isEmpty();

        put(Sample.withPriority(personal("3", "alice"), Priority.HIGH));
        assertThat(values.keys("alice", high)).containsExactly(AAPL);
        assertThat(values.keys("bob", high)).isEmpty();
    }

    @Test
    void theOldestKeysAreEvictedAboveTheMaximumNumber() {
        LastValues two = new LastValues(2, 1 << 20);
        IntStream.range(0, 3).forEach(i -> two.put(new RoutedNotification(Sample.price("I" + i, "1"))));

        assertThat(two.size()).isEqualTo(2);
        assertThat(two.keys("alice", SubscriptionFilter.EVERYTHING))
                .extracting(ConflationKey::instrument)
                .containsExactlyInAnyOrder("I1", "I2");
    }

    @Test
    void valuesAreEvictedAboveTheMaximumBytes() {
        String body = "{\"a\":\"" + "x".repeat(16_000) + "\"}";
        IntStream.range(0, 500).forEach(i -> put(Sample.withBody(Sample.price("I" + i), body)));

        assertThat(values.bytes()).isLessThanOrEqualTo(1 << 20);
        assertThat(values.size()).isBetween(20, 40);
    }

    @Test
    void aValueThatIsLargerThanTheBudgetIsNotKept() {
        LastValues small = new LastValues(10, 4_096);
        small.put(new RoutedNotification(
                Sample.withBody(Sample.price("AAPL"), "{\"a\":\"" + "x".repeat(16_000) + "\"}")));

        assertThat(small.size()).isZero();
        assertThat(small.bytes()).isZero();
    }

    @Test
    void aValueForManyUsersCountsItsBodyOnce() {
        List<String> users = IntStream.range(0, 20).mapToObj(i -> "user" + i).toList();
        Notification large = Sample.withBody(
                Sample.of(PRICE_UPDATE, "AAPL", "alpaca", users), "{\"a\":\"" + "x".repeat(16_000) + "\"}");
        put(large);

        assertThat(values.size()).isEqualTo(20);
        assertThat(values.bytes()).isLessThan(3 * 16_000);

        users.forEach(user -> put(personal("1", user)));
        assertThat(values.bytes()).isLessThan(20 * 2_000);
    }

    @Test
    void replacingAValueLeavesTheBytesBalanced() {
        put(Sample.price("AAPL", "1"));
        long once = values.bytes();
        IntStream.range(0, 100).forEach(i -> put(Sample.price("AAPL", "1")));

        assertThat(values.bytes()).isEqualTo(once);
        assertThat(values.size()).isOne();
    }

    @Test
    void anOlderValueDoesNotReplaceANewerOne() {
        Notification older = Sample.price("AAPL", "1");
        RoutedNotification newer = put(Sample.price("AAPL", "2"));

        assertThat(values.put(new RoutedNotification(older))).isSameAs(LastValues.NONE);
        assertThat(values.get("alice", AAPL, values.moment())).isSameAs(newer);
    }

    @Test
    void anOlderPersonalValueIsHiddenByANewerOneForEveryone() {
        Notification older = personal("1", "alice");
        RoutedNotification newer = put(Sample.price("AAPL", "2"));

        assertThat(values.put(new RoutedNotification(older))).isSameAs(LastValues.NONE);
        assertThat(values.get("alice", AAPL, values.moment())).isSameAs(newer);
        assertThat(values.keys("alice", SubscriptionFilter.EVERYTHING)).containsExactly(AAPL);
    }

    @Test
    void anOlderValueForEveryoneIsNewOnlyToUsersWithoutANewerPersonalOne() {
        Notification older = Sample.price("AAPL", "1");
        RoutedNotification newer = put(personal("2", "alice"));

        Predicate<String> newTo = values.put(new RoutedNotification(older));
        assertThat(newTo.test("alice")).isFalse();
        assertThat(newTo.test("bob")).isTrue();
        assertThat(values.get("alice", AAPL, values.moment())).isSameAs(newer);
    }

    @Test
    void aValueOlderThanAnEvictedOneOfItsKeyIsOutdated() {
        LastValues one = new LastValues(1, 1 << 20);
        Notification older = Sample.price("AAPL", "1");
        one.put(new RoutedNotification(Sample.price("AAPL", "2")));
        one.put(new RoutedNotification(Sample.price("MSFT", "1")));

        assertThat(one.put(new RoutedNotification(older))).isSameAs(LastValues.NONE);
        assertThat(one.put(new RoutedNotification(Sample.price("AAPL", "3")))).isSameAs(LastValues.ALL);
    }

    @Test
    void aPendingSnapshotIncludesAValueThatWasKeptWithoutDelivery() {
        put(Sample.price("AAPL", "1"));
        long moment = values.moment();
        RoutedNotification kept = new RoutedNotification(Sample.price("AAPL", "2"));
        values.keep(kept);

        assertThat(values.get("alice", AAPL, moment)).isSameAs(kept);
    }

    private RoutedNotification put(Notification notification) {
        RoutedNotification routed = new RoutedNotification(notification);
        values.put(routed);
        return routed;
    }

    private static Notification personal(String price, String user) {
        return Sample.withBody(
                Sample.of(PRICE_UPDATE, "AAPL", "alpaca", List.of(user)), "{\"price\":\"" + price + "\"}");
    }
}
