package io.marketbell.metrics;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Upper bounds of the histogram buckets exported to Prometheus. The threshold of every health level is one of these
 * bounds.
 */
public final class DurationBuckets {
    /**
     * In seconds. An implicit last bucket holds everything above the highest bound. Must match
     * microprofile-config.properties.
     */
    public static final List<Double> BOUNDS =
            List.of(0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0);

    public static final int COUNT = BOUNDS.size() + 1;

    private static final long[] NANOS =
            BOUNDS.stream().mapToLong(bound -> Math.round(bound * 1e9)).toArray();

    private DurationBuckets() {}

    /** Returns the index of the bucket that contains a duration. */
    static int of(long nanos) {
        int bucket = 0;
        while (bucket < NANOS.length && nanos > NANOS[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /** Adds the histogram's recordings to the bucket counts. Each histogram cell counts at its median value. */
    static void add(Histogram histogram, long[] counts) {
        histogram
                .recordedValues()
                .forEach(cell -> counts[of(histogram.medianEquivalentValue(cell.getValueIteratedTo()))] +=
                        cell.getCountAtValueIteratedTo());
    }
}
