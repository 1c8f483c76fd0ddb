package io.marketbell.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.clock.TestClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SnapshotCacheTest {
    private final TestClock clock = TestClock.at("2026-11-23T09:00:00Z");
    private final AtomicInteger made = new AtomicInteger();
    private final Queue<Runnable> elsewhere = new ArrayDeque<>();
    private final SnapshotCache cache = new SnapshotCache(this::make, elsewhere::add, clock);

    private Snapshot make() {
        made.incrementAndGet();
        return new Snapshot(clock.instant(), new EnumMap<>(Metric.class), new EnumMap<>(Metric.class));
    }

    @Test
    void twentyClientsASecondShareOneSnapshotPerInterval() {
        for (int second = 0; second < 100; second++) {
            for (int client = 0; client < 20; client++) {
                cache.get();
            }
            clock.advance(Duration.ofSeconds(1));
            if (second % 10 == 9) {
                cache.refresh();
            }
        }
        assertThat(cache.hits()).isEqualTo(2_000);
        assertThat(made).hasValue(11);
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void anOverdueSnapshotIsReturnedAtOnceWithItsAge() {
        clock.advance(Duration.ofMinutes(5));

        Snapshot stale = cache.get();
        assertThat(stale.age(clock.instant())).isEqualTo(Duration.ofMinutes(5));
        assertThat(made).hasValue(1);

        elsewhere.remove().run();
        assertThat(cache.get().age(clock.instant())).isZero();
    }

    @Test
    void anOverdueSnapshotIsRenewedOnceForManyClients() {
        clock.advance(Duration.ofMinutes(5));
        for (int i = 0; i < 50; i++) {
            cache.get();
        }
        assertThat(elsewhere).hasSize(1);
    }

    @Test
    void clientsGetThePreviousSnapshotWhileANewOneIsCreated() {
        Snapshot before = cache.get();
        SnapshotCache[] reading = new SnapshotCache[1];
        reading[0] = new SnapshotCache(
                () -> {
                    if (reading[0] != null) {
                        assertThat(reading[0].get()).isNotNull();
                        reading[0].refresh();
                    }
                    return make();
                },
                elsewhere::add,
                clock);
        made.set(0);

        reading[0].refresh();

        assertThat(made).hasValue(1);
        assertThat(before.readings(Metric.ORDERS)).isEmpty();
        assertThat(before.value(Metric.ORDERS, Map.of())).isNaN();
    }
}
