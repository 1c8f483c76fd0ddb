package io.marketbell.metrics;

import java.util.List;
import java.util.Map;

/** One series in a snapshot. */
public sealed interface Reading {
    Metric metric();

    /** By name, in the metric's order. */
    Map<String, String> tags();

    /** @param value NaN where its source had none */
    record Gauge(Metric metric, Map<String, String> tags, double value) implements Reading {}

    /**
     * @param total since the start
     * @param increase in each window
     */
    record Counter(Metric metric, Map<String, String> tags, double total, Map<Window, Double> increase)
            implements Reading {}

    /** @param windows what was recorded in each window */
    record Durations(Metric metric, Map<String, String> tags, Map<Window, Distribution> windows, Cumulative cumulative)
            implements Reading {}

    /**
     * All that was recorded since the start, as Prometheus counts it.
     *
     * @param counts how many were at most as long as each of {@link Buckets}' bounds; the last counts all
     * @param sum in seconds
     * @param exemplars the latest example in each bucket that has one, else null
     */
    record Cumulative(long[] counts, double sum, List<Exemplar> exemplars) {
        public long all() {
            return counts[counts.length - 1];
        }

        /** @throws IllegalArgumentException where the buckets have no such bound */
        public long atMost(double seconds) {
            int bucket = Buckets.BOUNDS.indexOf(seconds);
            if (bucket < 0) {
                throw new IllegalArgumentException(seconds + " s is none of " + Buckets.BOUNDS);
            }
            return counts[bucket];
        }
    }

    /**
     * @param seconds how long it took
     * @param epochSeconds when that was
     */
    record Exemplar(String traceId, double seconds, double epochSeconds) {}
}
