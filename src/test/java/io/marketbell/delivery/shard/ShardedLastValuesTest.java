package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.delivery.Connection.Subscribe;
import io.marketbell.notification.NotificationType;
import io.marketbell.notification.Sample;
import io.marketbell.subscription.SubscriptionFilter;
import io.marketbell.testkit.delivery.RecordingTransport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each shard keeps the last values of its own users. */
class ShardedLastValuesTest extends DeliveryHubFixture {
    @Test
    void aValueForNamedUsersIsKeptForEachOfThem() {
        start(TestSettings.withBatchDelay(Duration.ofMillis(1)));
        String other = "alice".hashCode() % 2 == "bob".hashCode() % 2 ? "bobb" : "bob";

        hub.publish(List.of(Sample.of(NotificationType.POSITION_UPDATE, "AAPL", "alpaca", List.of("alice", other))));

        for (String user : List.of("alice", other)) {
            RecordingTransport transport = new RecordingTransport();
            open(user, transport)
                    .subscribe(new Subscribe(SubscriptionFilter.EVERYTHING, true, -1, null), outcome -> "subscribed");
            await().until(() -> transport.deliveries().size() == 1);
        }
        assertThat(hub.figures().lastValues()).isEqualTo(2);
    }
}
