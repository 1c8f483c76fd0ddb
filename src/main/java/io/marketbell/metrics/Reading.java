package io.marketbell.metrics;

import java.util.List;
import java.util.Map;

/** The value of one series in a snapshot. */
public sealed interface Reading {
    Metric metric();

    /** Returns the tag values by tag name, in the metric's tag order. */
    Map<String, String> tags();

    /** @param value the value, or NaN if the source had none */
    record Gauge(Metric metric, Map<String, String> tags, double value) implements Reading {}

    /**
     * @param total total since the start
     * @param increase increase per window
     */
    record Counter(Metric metric, Map<String, String> tags, double total, Map<Window, Double> increase)
            implements Reading {}

    /** @param windows the distribution of each window */
    record Durations(Metric metric, Map<String, String> tags, Map<Window, Distribution> windows, Cumulative cumulative)
            implements Reading {}

    /**
     * Recordings since the start, in Prometheus' cumulative form.
     *
     * @param counts number of recordings up to each of the bounds in {@link DurationBuckets}; the last element counts all
     * @param sum in seconds
     * @param exemplars the latest exemplar of each bucket, null for a bucket without one
     */
    record Cumulative(long[] counts, double sum, List<Exemplar> exemplars) {
        public long all() {
            return counts[counts.length - 1];
        }

        public long atMost(double seconds) {
            return counts[bucketUpTo(seconds)];
        }

        /** @throws IllegalArgumentException if no bucket has this upper bound */
        public static int bucketUpTo(double seconds) {
            int bucket = DurationBuckets.BOUNDS.indexOf(seconds);
            if (bucket < 0) {
                throw new IllegalArgumentException(seconds + " s is not one of the bounds " + DurationBuckets.BOUNDS);
            }
            return bucket;
        }
    }

    /**
     * @param seconds the recorded duration
     * @param epochSeconds the time of the recording
     */
    record Exemplar(String traceId, double seconds, double epochSeconds) {}
}
