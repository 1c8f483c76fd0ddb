package io.marketbell.publish.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.notification.Notification;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Sample;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentVolatilesTest {

    @Test
    void theOldestIsEvictedAboveTheMaximumNumber() {
        RecentVolatiles recent = new RecentVolatiles(2, 1 << 20);
        List<Notification> prices =
                IntStream.range(0, 3).mapToObj(i -> Sample.price("I" + i)).toList();
        recent.add(prices);

        assertThat(recent.byId(prices.get(0).id())).isEmpty();
        assertThat(recent.byId(prices.get(1).id())).isPresent();
        assertThat(recent.byId(prices.get(2).id())).isPresent();
    }

    @Test
    void aNotificationThatIsAddedAgainIsKeptOnce() {
        RecentVolatiles recent = new RecentVolatiles(2, 1 << 20);
        Notification price = Sample.price("AAPL");
        recent.add(List.of(price));
        long once = recent.bytes();
        recent.add(List.of(price));

        assertThat(recent.bytes()).isEqualTo(once);
        recent.add(List.of(Sample.price("MSFT")));
        assertThat(recent.byId(price.id())).isPresent();
    }

    @Test
    void bodiesAreNotKept() {
        RecentVolatiles recent = new RecentVolatiles(10, 1 << 20);
        Notification large = Sample.withBody(Sample.price("AAPL"), "{\"a\":\"" + "x".repeat(16_000) + "\"}");
        recent.add(List.of(large));

        assertThat(recent.byId(large.id()).orElseThrow().body()).isNull();
        assertThat(recent.bytes()).isLessThan(2_000);
    }

    @Test
    void entriesAreEvictedAboveTheMaximumBytes() {
        RecentVolatiles recent = new RecentVolatiles(100_000, 1 << 20);
        List<String> users = IntStream.range(0, 1_000).mapToObj(i -> "user" + i).toList();
        IntStream.range(0, 500)
                .forEach(
                        i -> recent.add(List.of(Sample.of(NotificationType.POSITION_UPDATE, "AAPL", "alpaca", users))));

        assertThat(recent.bytes()).isLessThanOrEqualTo(1 << 20);
    }

    @Test
    void theNotificationsOfAUserAreForgotten() {
        RecentVolatiles recent = new RecentVolatiles(10, 1 << 20);
        Notification ofAlice = Sample.of(NotificationType.POSITION_UPDATE, "AAPL", "alpaca", List.of("alice", "bob"));
        Notification ofBob = Sample.of(NotificationType.POSITION_UPDATE, "AAPL", "alpaca", List.of("bob"));
        recent.add(List.of(ofBob));
        long bytesOfBob = recent.bytes();
        recent.add(List.of(ofAlice));

        recent.forget("alice");

        assertThat(recent.byId(ofAlice.id())).isEmpty();
        assertThat(recent.byId(ofBob.id())).isPresent();
        assertThat(recent.bytes()).isEqualTo(bytesOfBob);
    }
}
