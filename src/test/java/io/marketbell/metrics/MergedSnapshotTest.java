package io.marketbell.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class MergedSnapshotTest {
    private final Standalone a = new Standalone();
    private final Standalone b = new Standalone();

    private Snapshot merged() {
        return Snapshot.merge(List.of(a.next(), b.next()));
    }

    private static void record(Standalone node, String priority, long nanos) {
        node.metrics.timings(Metric.WS_DELIVERY_DURATION).of(priority).record(nanos);
    }

    @Test
    void percentilesEqualThoseOfOneHistogramWithAllValues() {
        Random random = new Random(7);
        Histogram all = Distribution.newHistogram();
        Histogram critical = Distribution.newHistogram();
        for (int i = 0; i < 3_000; i++) {
            // one node is slow, so that averages of percentiles would differ
            Standalone node = i % 3 == 0 ? b : a;
            long nanos = (long) (Math.exp(random.nextGaussian()) * (node == b ? 40_000_000 : 900_000));
            String priority = i % 2 == 0 ? "CRITICAL" : "LOW";
            record(node, priority, nanos);
            all.recordValue(nanos);
            if (i % 2 == 0) {
                critical.recordValue(nanos);
            }
        }

        Snapshot merged = merged();

        assertSame(merged.distribution(Metric.WS_DELIVERY_DURATION, Window.MINUTE), all);
        assertSame(merged.distribution(Metric.WS_DELIVERY_DURATION, Window.HOUR), all);
        assertSame(
                merged.distribution(Metric.WS_DELIVERY_DURATION, Window.MINUTE, Map.of("priority", "CRITICAL")),
                critical);
    }

    private static void assertSame(Distribution merged, Histogram all) {
        assertThat(merged.count()).isEqualTo(all.getTotalCount());
        assertThat(merged.p50()).isEqualTo(all.getValueAtPercentile(50) / 1e9);
        assertThat(merged.p95()).isEqualTo(all.getValueAtPercentile(95) / 1e9);
        assertThat(merged.p99()).isEqualTo(all.getValueAtPercentile(99) / 1e9);
        assertThat(merged.p999()).isEqualTo(all.getValueAtPercentile(99.9) / 1e9);
        assertThat(merged.max()).isEqualTo(all.getValueAtPercentile(100) / 1e9);
    }

    @Test
    void countersOfTheSameTagsAreAddedAndOthersAreKept() {
        a.metrics.counts(Metric.ORDERS).of("accepted").add(3);
        b.metrics.counts(Metric.ORDERS).of("accepted").add(4);
        b.metrics.counts(Metric.ORDERS).of("filled").add(5);

        Snapshot merged = merged();

        assertThat(merged.value(Metric.ORDERS, Map.of("event", "accepted"))).isEqualTo(7);
        assertThat(merged.count(Metric.ORDERS, Window.FIVE_MINUTES, Map.of("event", "accepted")))
                .isEqualTo(7);
        assertThat(merged.value(Metric.ORDERS, Map.of("event", "filled"))).isEqualTo(5);
        assertThat(merged.readings(Metric.ORDERS)).hasSize(2);
    }

    @Test
    void gaugesAreCombinedByTheirMeaning() {
        watch(Metric.WS_CONNECTIONS, 3, 4);
        watch(Metric.ORDERS_OPEN, 812, 810);
        watch(Metric.DATA_DISK_USED, 0.4, 0.9);
        watch(Metric.DATA_DISK_FREE, 100, 7);
        watch(Metric.HEALTH_LEVEL, 0, Double.NaN);

        Snapshot merged = merged();

        assertThat(merged.value(Metric.WS_CONNECTIONS, Map.of())).isEqualTo(7);
        assertThat(merged.value(Metric.ORDERS_OPEN, Map.of())).isEqualTo(812);
        assertThat(merged.value(Metric.DATA_DISK_USED, Map.of())).isEqualTo(0.9);
        assertThat(merged.value(Metric.DATA_DISK_FREE, Map.of())).isEqualTo(7);
        assertThat(merged.value(Metric.HEALTH_LEVEL, Map.of())).isZero();
    }

    private void watch(Metric metric, double atA, double atB) {
        a.metrics.watch(metric, () -> atA);
        b.metrics.watch(metric, () -> atB);
    }

    @Test
    void bucketsAreAddedAndTheLatestExemplarIsKept() {
        a.metrics.timings(Metric.WS_DELIVERY_DURATION).of("LOW").record(1_500_000, "earlier");
        b.clock.advance(Duration.ofSeconds(3));
        b.metrics.timings(Metric.WS_DELIVERY_DURATION).of("LOW").record(1_600_000, "later");

        Reading.Durations merged = (Reading.Durations)
                merged().readings(Metric.WS_DELIVERY_DURATION).get(0);

        assertThat(merged.cumulative().all()).isEqualTo(2);
        assertThat(merged.cumulative().atMost(0.001)).isZero();
        assertThat(merged.cumulative().sum()).isBetween(0.0030, 0.0032);
        assertThat(merged.cumulative().exemplars().get(1).traceId()).isEqualTo("later");
    }

    @Test
    void timeIsTheOldest() {
        Snapshot older = a.next();
        b.next();
        Snapshot newer = b.next();

        assertThat(Snapshot.merge(List.of(newer, older)).asOf()).isEqualTo(older.asOf());
        assertThat(Snapshot.merge(List.of(newer))).isSameAs(newer);
    }
}
