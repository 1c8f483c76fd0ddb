package io.marketbell.delivery.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.delivery.Clocks;
import io.marketbell.delivery.DeliveryContext;
import io.marketbell.notification.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two shards that are not started, so that their actions stay queued. */
class ShardsTest {
    private final Shards shards = new Shards(
            new DeliveryContext(
                    TestSettings.withBatchDelay(Duration.ofMillis(1)), Clocks.SYSTEM, null, null, null, null, null),
            Thread::new);

    @Test
    void aNotificationIsQueuedOnlyInTheShardOfItsRecipient() {
        shards.route(List.of(Sample.fill("alice"), Sample.fill("alice")), null);

        assertThat(shards.all)
                .allSatisfy(shard -> assertThat(shard.backlog()).isEqualTo(shard == shards.of("alice") ? 1 : 0));
    }

    @Test
    void aNotificationForEveryoneIsQueuedInAllShards() {
        shards.route(List.of(Sample.price("AAPL")), null);

        assertThat(shards.all).hasSize(2).allMatch(shard -> shard.backlog() == 1);
    }

    @Test
    void anActionForEachShardIsQueuedOnceInEach() {
        shards.onEach(shard -> {});

        assertThat(shards.all).allMatch(shard -> shard.backlog() == 1);
    }

    @Test
    void eachDispatcherHasAHeartbeat() {
        List<String> names = new ArrayList<>();
        shards.heartbeats().forEach(heartbeat -> names.add(heartbeat.name()));

        assertThat(names).containsExactly("dispatcher 1", "dispatcher 2");
    }
}
