package io.marketbell.delivery.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.marketbell.cluster.Bus;
import io.marketbell.cluster.SharedValue;
import io.marketbell.cluster.local.LocalBus;
import io.marketbell.delivery.ClusterDelivery;
import io.marketbell.delivery.LastValue;
import io.marketbell.delivery.ThreadHeartbeat;
import io.marketbell.notification.Notification;
import io.marketbell.notification.Sample;
import io.marketbell.thread.DaemonThreads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VolatileExchangeTest {
    private final ScriptedBus bus = new ScriptedBus();
    private final RecordingDelivery delivery = new RecordingDelivery();
    private final List<Notification> heard = new CopyOnWriteArrayList<>();
    private VolatileExchange exchange = exchange(bus, delivery);

    private VolatileExchange exchange(Bus anyBus, ClusterDelivery anyDelivery) {
        return new VolatileExchange(
                anyBus,
                anyDelivery,
                Duration.ofMillis(1),
                id -> true,
                heard::addAll,
                () -> Sample.NOW,
                DaemonThreads.named("marketbell-test-"));
    }

    @AfterEach
    void close() {
        exchange.close();
    }

    @Test
    void publicationsAreSentAndThoseOfOtherNodesDelivered() {
        exchange.start();
        Notification price = Sample.price("AAPL");

        exchange.published(List.of(price));
        await().until(() -> bus.sent.size() == 1);
        bus.receiver.accept(bus.sent.get(0).payload());
        await().until(() -> delivery.live.contains(price));

        assertThat(heard).containsExactly(price);
        assertThat(exchange.figures().sent()).isOne();
        assertThat(exchange.figures().received()).isOne();
        assertThat(exchange.heartbeats()).hasSize(2).noneMatch(ThreadHeartbeat.Reading::ended);
    }

    @Test
    void withoutOtherNodesNothingIsQueuedAndNoThreadRuns() {
        exchange = exchange(new LocalBus(), delivery);
        exchange.start();

        exchange.published(List.of(Sample.price("AAPL")));

        assertThat(exchange.figures().sendingBytes()).isZero();
        assertThat(exchange.heartbeats()).isEmpty();
        assertThat(exchange.isLoaded()).isTrue();
    }

    @Test
    void theNodeIsLoadedOnceTheBusHasStartedAndTheValuesAreDelivered() {
        bus.started = false;
        assertThat(exchange.isLoaded()).isFalse();

        bus.loaded.accept(List.of(VolatileMessages.value(new LastValue(null, Sample.price("AAPL")))));
        bus.started = true;
        assertThat(exchange.isLoaded()).isFalse();

        exchange.start();
        await().until(exchange::isLoaded);
        assertThat(delivery.live).hasSize(1);
        bus.started = false;
        assertThat(exchange.isLoaded()).isTrue();
    }

    @Test
    void theNodeIsNotLoadedWhileTheValuesWaitForRoom() {
        delivery.room = false;
        bus.loaded.accept(List.of(VolatileMessages.value(new LastValue(null, Sample.price("AAPL")))));
        exchange.start();
        await().until(() -> delivery.asked.get() > 2);
        assertThat(exchange.isLoaded()).isFalse();

        delivery.room = true;
        await().until(exchange::isLoaded);
        assertThat(delivery.live).hasSize(1);
    }

    @Test
    void aPausedNodeWaitsUntilTheNotificationsOfOtherNodesAreDelivered() {
        exchange.start();
        Notification price = Sample.price("AAPL");
        exchange.published(List.of(price));
        await().until(() -> bus.sent.size() == 1);
        bus.onCatchUp = () -> bus.receiver.accept(bus.sent.get(0).payload());

        exchange.catchUp(Duration.ofSeconds(20));

        assertThat(delivery.live).contains(price);
    }

    @Test
    void theLastValuesOfThisNodeAreStoredAgain() {
        Notification position = Sample.position("alice", "AAPL");
        delivery.values = List.of(new LastValue(null, Sample.price("AAPL")), new LastValue("alice", position));

        assertThat(bus.stored.all().map(SharedValue::id)).hasSize(2).contains(position.id());

        delivery.values = null;
        assertThatThrownBy(() -> bus.stored.all()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatMayHaveBeenLostIsRepeatedWhenTheBusIsBack() {
        exchange.start();
        bus.changeTo(Bus.State.AWAY);
        Notification price = Sample.price("AAPL");
        delivery.values = List.of(new LastValue(null, price));
        exchange.published(List.of(price));
        await().until(() -> exchange.figures().unsent() == 1);

        bus.changeTo(Bus.State.UP);

        await().until(() -> bus.sent.size() == 1);
        assertThat(VolatileMessages.read(bus.sent.get(0).payload()).notifications())
                .containsExactly(price);
    }

    @Test
    void theReceivingThreadSurvivesErrors() {
        AtomicInteger failures = new AtomicInteger(2);
        exchange = exchange(bus, new FailingDelivery(failures));
        exchange.start();
        exchange.published(List.of(Sample.price("AAPL")));
        await().until(() -> bus.sent.size() == 1);

        await().until(() -> {
            bus.receiver.accept(bus.sent.get(0).payload());
            return failures.get() < 0;
        });
    }

    private record FailingDelivery(AtomicInteger failures) implements ClusterDelivery {
        @Override
        public boolean hasRoom() {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("planted");
            }
            return true;
        }

        @Override
        public void publishedElsewhere(List<Notification> notifications) {}

        @Override
        public void keep(List<Notification> values) {}

        @Override
        public Optional<List<LastValue>> lastValues() {
            return Optional.empty();
        }
    }
}
