package io.marketbell.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.metrics.MetricHistory.Figure;
import io.marketbell.metrics.MetricHistory.HistoryQuery;
import io.marketbell.testkit.clock.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricHistoryReaderTest {
    private static final long MILLI = 1_000_000;
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestClock clock = TestClock.at("2026-11-23T09:00:00Z");
    private final Registry registry = new Registry(clock);
    private final Instant start = clock.instant();

    /** Records i durations of i milliseconds and i orders in interval i. */
    private void run(int intervals) {
        for (int i = 1; i <= intervals; i++) {
            for (int n = 0; n < 5; n++) {
                registry.timings(Metric.ORDER_DURATION).of("accepted").record(i * MILLI);
            }
            registry.counts(Metric.ORDERS).of("accepted").add(i);
            clock.advance(Registry.INTERVAL);
            registry.tick();
        }
    }

    private MetricHistory ask(Metric metric, Figure figure, Instant from, Duration step) {
        return new MetricHistoryReader(
                        registry, new HistoryQuery(metric, Map.of(), figure, from, clock.instant(), step))
                .read();
    }

    @Test
    void reportsEachInterval() {
        run(30);
        MetricHistory history = ask(Metric.ORDER_DURATION, Figure.P95, start, TEN_SECONDS);

        assertThat(history.values()).hasSize(30);
        assertThat(history.epochSeconds()[0]).isEqualTo(start.getEpochSecond());
        assertThat(history.values()[19]).isBetween(0.02, 0.02 * 1.008);
        assertThat(history.isWorst()).isFalse();
    }

    @Test
    void quantilesOfALongerStepCoverAllItsRecordings() {
        run(30);
        MetricHistory history = ask(Metric.ORDER_DURATION, Figure.P50, start, MINUTE);

        assertThat(history.step()).isEqualTo(MINUTE);
        assertThat(history.values()).hasSize(5);
        // five intervals of 1 to 6 ms: the true median is 3 ms, unlike the average of the medians (3.5 ms)
        assertThat(history.values()[0]).isBetween(0.003, 0.003 * 1.008);
        assertThat(history.isWorst()).isFalse();
    }

    @Test
    void olderQuantilesAreThoseOfTheWorstMinuteAndAreMarked() {
        run(720);
        MetricHistory minutes = ask(Metric.ORDER_DURATION, Figure.MAX, start, MINUTE);
        MetricHistory quarters = ask(Metric.ORDER_DURATION, Figure.P50, start, Duration.ofMinutes(15));

        assertThat(minutes.values()).hasSize(120);
        assertThat(minutes.values()[0]).isBetween(0.006, 0.006 * 1.008);
        assertThat(quarters.isWorst()).isTrue();
        assertThat(quarters.values()[0]).isBetween(0.087, 0.087 * 1.008);
    }

    @Test
    void countsAndRatesAreExactForADay() {
        run(720);
        MetricHistory counts = ask(Metric.ORDERS, Figure.COUNT, start, Duration.ofHours(1));
        MetricHistory rates = ask(Metric.ORDERS, Figure.RATE, start, Duration.ofHours(1));

        assertThat(counts.values()).containsExactly(360 * 361 / 2.0, 360 * 361 / 2.0 + 360 * 360);
        assertThat(rates.values()[0]).isEqualTo(360 * 361 / 2.0 / 3_600);
    }

    @Test
    void aStepWithoutRecordingsHasNoValueInsteadOfZero() {
        run(3);
        clock.advance(Duration.ofMinutes(3));
        registry.tick();
        MetricHistory history = ask(Metric.ORDER_DURATION, Figure.P95, start, MINUTE);

        assertThat(history.values()[0]).isPositive();
        assertThat(history.values()[1]).isNaN();
    }

    @Test
    void dataOlderThanADayIsDiscarded() {
        run(24 * 360 + 360);

        assertThat(ask(Metric.ORDERS, Figure.COUNT, start, MINUTE).values()).hasSize(24 * 60);
    }

    @Test
    void invalidQuestionsAreRejected() {
        assertRefused(Metric.ORDERS, Figure.P95, TEN_SECONDS);
        assertRefused(Metric.ORDERS_OPEN, Figure.COUNT, TEN_SECONDS);
        assertRefused(Metric.ORDERS, Figure.COUNT, Duration.ofSeconds(1));
        clock.advance(Duration.ofHours(12));
        assertRefused(Metric.ORDERS, Figure.COUNT, TEN_SECONDS);
    }

    private void assertRefused(Metric metric, Figure figure, Duration step) {
        clock.advance(Duration.ofSeconds(60));
        assertThatThrownBy(() -> ask(metric, figure, start, step)).isInstanceOf(IllegalArgumentException.class);
    }
}
