package io.marketbell.metrics;

import java.util.List;
import org.HdrHistogram.Histogram;

/** The bounds of the buckets in which durations are exported to Prometheus; every level's threshold is one of them. */
final class Buckets {
    /** In seconds; one of all stands behind them. The same as in microprofile-config.properties. */
    static final List<Double> BOUNDS =
            List.of(0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0);

    static final int COUNT = BOUNDS.size() + 1;

    private static final long[] NANOS =
            BOUNDS.stream().mapToLong(bound -> Math.round(bound * 1e9)).toArray();

    private Buckets() {}

    /** The bucket that a duration falls into. */
    static int of(long nanos) {
        int bucket = 0;
        while (bucket < NANOS.length && nanos > NANOS[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /** Adds to the count of each bucket what the histogram has in it, each cell by its middle. */
    static void add(Histogram histogram, long[] counts) {
        histogram
                .recordedValues()
                .forEach(cell -> counts[of(histogram.medianEquivalentValue(cell.getValueIteratedTo()))] +=
                        cell.getCountAtValueIteratedTo());
    }
}
