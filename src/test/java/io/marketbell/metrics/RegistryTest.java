package io.marketbell.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.metrics.MetricsService.Count;
import io.marketbell.metrics.MetricsService.Timing;
import io.marketbell.testkit.clock.TestClock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegistryTest {
    private static final Metric ORDERS = Metric.ORDER_DURATION;
    private static final Map<String, String> ALL = Map.of();
    private static final long MILLI = 1_000_000;

    private final TestClock clock = TestClock.at("2026-11-23T09:00:00Z");
    private final Registry registry = new Registry(clock);

    private Snapshot tick() {
        clock.advance(Registry.INTERVAL);
        return registry.tick();
    }

    private void record(int count, long nanos) {
        Timing timing = registry.timings(ORDERS).of("accepted");
        for (int i = 0; i < count; i++) {
            timing.record(nanos);
        }
    }

    @Test
    void percentilesAreRightAtTheFirstReadingAfterEightIdleHours() {
        record(1_000, 900 * MILLI);
        Snapshot snapshot = tick();
        for (int i = 0; i < 8 * 360; i++) {
            snapshot = tick();
        }
        assertThat(snapshot.distribution(ORDERS, Window.HOUR).isEmpty()).isTrue();

        record(40, 20 * MILLI);
        assertTwentyMillis(tick(), 40);
    }

    @Test
    void percentilesAreRightAfterEightHoursWithoutATick() {
        record(1_000, 900 * MILLI);
        tick();
        clock.advance(Duration.ofHours(8));

        record(40, 20 * MILLI);
        assertTwentyMillis(registry.tick(), 40);
    }

    private static void assertTwentyMillis(Snapshot snapshot, int count) {
        for (Window window : Window.values()) {
            Distribution distribution = snapshot.distribution(ORDERS, window);
            assertThat(distribution.count()).as("%s", window).isEqualTo(count);
            assertThat(distribution.p50()).as("%s", window).isBetween(0.02, 0.02 * 1.008);
            assertThat(distribution.max()).as("%s", window).isBetween(0.02, 0.02 * 1.008);
        }
    }

    @Test
    void eachWindowCoversExactlyItsPeriod() {
        for (int interval = 1; interval <= 400; interval++) {
            record(interval, interval * MILLI);
            Snapshot snapshot = tick();
            for (Window window : Window.values()) {
                long expected = 0;
                for (int i = Math.max(1, interval - window.intervals() + 1); i <= interval; i++) {
                    expected += i;
                }
                assertThat(snapshot.distribution(ORDERS, window).count())
                        .as("%s after %d", window, interval)
                        .isEqualTo(expected);
            }
        }
        assertThat(registry.tick().distribution(ORDERS, Window.MINUTE).max()).isBetween(0.4, 0.4 * 1.008);
    }

    @Test
    void aSlowHourDoesNotAffectTheNextHour() {
        record(10, 5_000 * MILLI);
        tick();
        Snapshot snapshot = null;
        for (int i = 0; i < 360; i++) {
            record(1, MILLI);
            snapshot = tick();
        }
        assertThat(snapshot.distribution(ORDERS, Window.HOUR).max()).isLessThan(0.00102);
        assertThat(snapshot.distribution(ORDERS, Window.HOUR).count()).isEqualTo(360);
    }

    @Test
    void aClockThatIsSetBackDoesNotStopTheIntervals() {
        record(5, MILLI);
        tick();
        clock.advance(Duration.ofHours(-3));
        record(3, 2 * MILLI);
        tick();

        record(2, 2 * MILLI);
        assertThat(tick().distribution(ORDERS, Window.MINUTE).count()).isEqualTo(5);
    }

    @Test
    void anExtraTickLosesNoRecordings() {
        record(5, MILLI);
        tick();
        record(3, MILLI);
        clock.advance(Duration.ofSeconds(1));

        assertThat(registry.tick().distribution(ORDERS, Window.MINUTE).count()).isEqualTo(5);
        assertThat(tick().distribution(ORDERS, Window.MINUTE).count()).isEqualTo(8);
    }

    @Test
    void seriesOfAMetricAreReportedSeparatelyAndTogether() {
        registry.timings(ORDERS).of("accepted").record(10 * MILLI);
        registry.timings(ORDERS).of("rejected").record(30 * MILLI);
        Snapshot snapshot = tick();

        assertThat(snapshot.readings(ORDERS)).hasSize(2);
        assertThat(snapshot.distribution(ORDERS, Window.MINUTE, ALL).count()).isEqualTo(2);
        assertThat(snapshot.distribution(ORDERS, Window.MINUTE, Map.of("event", "rejected"))
                        .p50())
                .isBetween(0.03, 0.03 * 1.008);
        assertThat(snapshot.count(ORDERS, Window.MINUTE, Map.of("event", "accepted")))
                .isEqualTo(1);
    }

    @Test
    void countersReportTheirTotalAndTheirIncrease() {
        Count fills = registry.counts(Metric.ORDERS).of("filled");
        fills.add(7);
        tick();
        for (int i = 0; i < 6; i++) {
            fills.increment();
            tick();
        }
        Snapshot snapshot = registry.tick();

        assertThat(snapshot.value(Metric.ORDERS, ALL)).isEqualTo(13);
        assertThat(snapshot.count(Metric.ORDERS, Window.MINUTE, ALL)).isEqualTo(6);
        assertThat(snapshot.count(Metric.ORDERS, Window.HOUR, ALL)).isEqualTo(13);
    }

    @Test
    void aFailingGaugeHasNoValueAndDoesNotAffectOthers() {
        registry.gauges(Metric.ORDERS_OPEN).of().source(() -> {
            throw new IllegalStateException("away");
        });
        registry.gauges(Metric.WS_CONNECTIONS).of().source(() -> 12);
        Snapshot snapshot = tick();

        assertThat(snapshot.value(Metric.ORDERS_OPEN, ALL)).isNaN();
        assertThat(snapshot.value(Metric.WS_CONNECTIONS, ALL)).isEqualTo(12);
    }

    @Test
    void seriesAboveTheLimitAreFoldedAndCounted() {
        for (int i = 0; i < 10_000; i++) {
            registry.counts(Metric.HTTP_ERRORS)
                    .of("/invented/" + i, "not-found")
                    .increment();
        }
        Snapshot snapshot = tick();

        assertThat(snapshot.readings(Metric.HTTP_ERRORS)).hasSize(Metric.HTTP_ERRORS.cap() + 1);
        assertThat(snapshot.value(Metric.HTTP_ERRORS, Map.of("route", Metric.OTHER)))
                .isEqualTo(10_000 - Metric.HTTP_ERRORS.cap());
        assertThat(snapshot.value(Metric.HTTP_ERRORS, ALL)).isEqualTo(10_000);
        assertThat(snapshot.value(Metric.REJECTED_SERIES, Map.of("metric", Metric.HTTP_ERRORS.metricName())))
                .isEqualTo(10_000 - Metric.HTTP_ERRORS.cap());
    }

    @Test
    void allDurationMetricsTogetherHaveAtMostTwoHundredSeries() {
        int most = 0;
        for (Metric metric : Metric.values()) {
            most += metric.kind() == Metric.Kind.DURATION ? metric.cap() + 1 : 0;
        }
        assertThat(most).isLessThanOrEqualTo(200);
    }

    @Test
    void aBusyHourOfTwoHundredSeriesTakesLessThan64MiB() {
        Random random = new Random(3);
        int series = 0;
        for (Metric metric : Metric.values()) {
            if (metric.kind() == Metric.Kind.DURATION) {
                for (int i = 0; i < metric.cap(); i++, series++) {
                    registry.timings(metric).make(tags(metric, i));
                }
            }
        }
        assertThat(series).isBetween(150, 200);
        for (int interval = 0; interval < 40; interval++) {
            for (Metric metric : Metric.values()) {
                if (metric.kind() == Metric.Kind.DURATION) {
                    registry.timings(metric).all().forEach(timing -> {
                        for (int i = 0; i < 500; i++) {
                            timing.record((long) (5 * MILLI * Math.exp(0.6 * random.nextGaussian())));
                        }
                    });
                }
            }
            tick();
        }
        long fixed = HistoryMemory.bytes(new Registry(clock));
        long perInterval = HistoryMemory.intervalBytes(registry) / 40;
        long rest = HistoryMemory.bytes(registry) - HistoryMemory.intervalBytes(registry);

        assertThat((rest + perInterval * IntervalDistributions.KEPT) * 200.0 / series + fixed)
                .isLessThan(64 << 20);
    }

    private static String[] tags(Metric metric, int i) {
        String[] tags = new String[metric.tags().size()];
        for (int t = 0; t < tags.length; t++) {
            tags[t] = "value" + i;
        }
        return tags;
    }

    @Test
    void aMetricRejectsTheWrongKindOfRecorder() {
        assertThatThrownBy(() -> registry.timings(Metric.ORDERS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> registry.counts(ORDERS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> registry.timings(ORDERS).of("accepted", "too many"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
