package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.delivery.Connection.Subscribe;
import io.marketbell.delivery.LastValue;
import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Sample;
import io.marketbell.subscription.SubscriptionFilter;
import io.marketbell.testkit.delivery.RecordingTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The id decides which of two volatile notifications of a key is newer, not the order of their arrival. */
class NewestWinsTest extends DeliveryHubFixture {
    private final Notification end = Sample.price("END");

    @BeforeEach
    void start() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
    }

    @Test
    void anOlderPriceDoesNotFollowANewerOne() {
        Notification older = Sample.price("AAPL", "1");
        Notification newer = Sample.price("AAPL", "2");
        RecordingTransport alice = subscribed("alice");

        hub.publish(List.of(newer));
        await().until(() -> !alice.deliveries().isEmpty());
        hub.publishedElsewhere(List.of(older));

        assertThat(received(alice)).containsExactly(newer.id());
        assertSnapshot("bob", newer);
        assertThat(hub.figures().outdated()).isPositive();
    }

    @Test
    void anEqualIdIsDeliveredOnce() {
        Notification price = Sample.price("AAPL", "1");
        RecordingTransport alice = subscribed("alice");

        hub.publish(List.of(price));
        hub.publishedElsewhere(List.of(price));
        await().until(() -> !alice.deliveries().isEmpty());
        hub.publishedElsewhere(List.of(price));

        assertThat(received(alice)).containsExactly(price.id());
    }

    @Test
    void aPriceForEveryoneDoesNotFollowANewerOneForThisUser() {
        Notification common = Sample.price("AAPL", "1");
        Notification personal = Sample.of(NotificationType.PRICE_UPDATE, "AAPL", "alpaca", List.of("alice"));
        RecordingTransport alice = subscribed("alice");
        RecordingTransport bob = subscribed("bob");

        hub.publish(List.of(personal));
        await().until(() -> !alice.deliveries().isEmpty());
        hub.publishedElsewhere(List.of(common));

        assertThat(received(alice)).containsExactly(personal.id());
        assertThat(received(bob)).containsExactly(common.id());
        assertSnapshot("alice", personal);
        assertSnapshot("bob", common);
    }

    @Test
    void aPriceForNamedUsersDoesNotFollowANewerOneForEveryone() {
        Notification personal = Sample.of(NotificationType.PRICE_UPDATE, "AAPL", "alpaca", List.of("alice", "bob"));
        Notification common = Sample.price("AAPL", "1");
        RecordingTransport alice = subscribed("alice");

        hub.publish(List.of(common));
        await().until(() -> !alice.deliveries().isEmpty());
        hub.publishedElsewhere(List.of(personal));

        assertThat(received(alice)).containsExactly(common.id());
        assertSnapshot("bob", common);
    }

    @Test
    void aNotificationForNamedUsersReachesThoseForWhomItIsNewer() {
        Notification older = Sample.of(NotificationType.POSITION_UPDATE, "AAPL", "alpaca", List.of("alice", "bob"));
        Notification newer = Sample.position("alice", "AAPL");
        RecordingTransport alice = subscribed("alice");
        RecordingTransport bob = subscribed("bob");

        hub.publish(List.of(newer));
        hub.publishedElsewhere(List.of(older));

        assertThat(received(alice)).containsExactly(newer.id());
        assertThat(received(bob)).containsExactly(older.id());
    }

    @Test
    void idsOfAKeyOnlyRiseForEveryClientIfThreadsPublishInAnyOrder() throws InterruptedException {
        RecordingTransport alice = subscribed("alice");
        List<Notification> shuffled = new ArrayList<>(IntStream.range(0, 2_000)
                .mapToObj(i -> i % 10 == 0
                        ? Sample.of(NotificationType.PRICE_UPDATE, "AAPL", "alpaca", List.of("alice"))
                        : Sample.price("AAPL"))
                .toList());
        String newest = shuffled.get(shuffled.size() - 1).id();
        Collections.shuffle(shuffled, new Random(7));

        List<Thread> threads = List.of(
                daemon(() -> shuffled.subList(0, 1_000).forEach(price -> hub.publish(List.of(price)))),
                daemon(() -> shuffled.subList(1_000, 2_000).forEach(price -> hub.publish(List.of(price)))));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(received(alice)).isSorted().endsWith(newest);
    }

    @Test
    void aKeptValueIsNotDeliveredLive() {
        Notification older = Sample.expiring(Sample.price("AAPL", "1"), Duration.ZERO);
        Notification newer = Sample.expiring(Sample.price("AAPL", "2"), Duration.ZERO);
        RecordingTransport alice = subscribed("alice");

        hub.keep(List.of(newer));
        hub.keep(List.of(older));

        assertThat(received(alice)).isEmpty();
        assertSnapshot("bob", newer);
    }

    @Test
    void lastValuesAreReadWithTheUsersToWhomTheyAreAddressed() {
        Notification price = Sample.price("AAPL");
        Notification position = Sample.of(NotificationType.POSITION_UPDATE, "AAPL", "alpaca", List.of("alice", "bob"));

        hub.publish(List.of(price, position));

        assertThat(hub.lastValues().orElseThrow())
                .containsExactlyInAnyOrder(
                        new LastValue(null, price), new LastValue("alice", position), new LastValue("bob", position));
    }

    @Test
    void publishedNotificationsArePassedOnAndThoseOfOtherNodesAreNot() {
        List<Notification> passedOn = new CopyOnWriteArrayList<>();
        hub.onPublish(passedOn::addAll);
        Notification price = Sample.price("AAPL");

        hub.publish(List.of(price));
        hub.publishedElsewhere(List.of(Sample.price("MSFT")));

        assertThat(passedOn).containsExactly(price);
    }

    /** Returns the ids of the volatile notifications received so far. */
    private List<String> received(RecordingTransport transport) {
        hub.publishedElsewhere(List.of(end));
        await().until(() -> ids(transport).contains(end.id()));
        return ids(transport).stream().filter(id -> !id.equals(end.id())).toList();
    }

    private void assertSnapshot(String user, Notification expected) {
        RecordingTransport transport = snapshotOf(user);
        await().untilAsserted(() -> assertThat(ids(transport)).containsExactlyInAnyOrder(expected.id(), end.id()));
    }

    private RecordingTransport snapshotOf(String user) {
        RecordingTransport transport = new RecordingTransport();
        open(user, transport)
                .subscribe(new Subscribe(SubscriptionFilter.EVERYTHING, true, -1, null), outcome -> "subscribed");
        return transport;
    }

    private static List<String> ids(RecordingTransport transport) {
        return transport.deliveries().stream()
                .map(delivery -> delivery.routed().notification().id())
                .toList();
    }
}
