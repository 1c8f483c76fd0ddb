package io.marketbell.metrics;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Time series of one figure, ready to plot. All columns have the same length.
 *
 * @param step duration of each point; at least the requested step
 * @param epochSeconds start of each point's step
 * @param values the figure for each step, NaN if there is no data; durations are in seconds
 * @param isWorst true if each quantile is that of the worst minute (and series) in its step, which is an upper
 *     bound of the true quantile. Distributions are kept for one hour only, so exact quantiles cannot be calculated for
 *     older data
 */
public record MetricHistory(Duration step, long[] epochSeconds, double[] values, boolean isWorst) {

    /** Maximum number of points in one history. */
    public static final int MOST_POINTS = 1_500;

    /** The figure calculated for each step. */
    public enum Figure {
        /** Number of events of a counter, or of recorded durations. */
        COUNT(0),
        /** Events per second. */
        RATE(0),
        /** Last value of a gauge in the step, summed over the series. */
        VALUE(0),
        P50(2, 0.5),
        P95(3, 0.95),
        P99(4, 0.99),
        P999(5, 0.999),
        MAX(6, 1),
        MEAN(1);

        final int column;
        private final double quantile;

        Figure(int column) {
            this(column, Double.NaN);
        }

        Figure(int column, double quantile) {
            this.column = column;
            this.quantile = quantile;
        }

        boolean isQuantile() {
            return column >= 2;
        }

        /** Returns NaN if the figure is not a quantile. */
        public double quantile() {
            return quantile;
        }
    }

    /**
     * Query for a history.
     *
     * @param tags selects the series that have all of these tag values; an empty map selects all series
     * @param to end of the range, exclusive
     * @param step at least ten seconds; raised to at least one minute if {@code from} is more than one hour ago.
     *     Data older than 24 hours is not available
     * @throws IllegalArgumentException if the metric does not have the figure, or the history would have too many
     *     points
     */
    public record HistoryQuery(
            Metric metric, Map<String, String> tags, Figure figure, Instant from, Instant to, Duration step) {

        public HistoryQuery {
            requireNonNull(figure, "figure");
            tags = Map.copyOf(tags);
            boolean fits = switch (metric.kind()) {
                case GAUGE -> figure == Figure.VALUE;
                case COUNTER -> figure == Figure.COUNT || figure == Figure.RATE;
                case DURATION -> figure != Figure.VALUE;
            };
            if (!fits) {
                throw new IllegalArgumentException(metric.metricName() + " has no " + figure);
            }
            if (!metric.tags().containsAll(tags.keySet())) {
                throw new IllegalArgumentException(metric.metricName() + " has only the tags " + metric.tags());
            }
            if (!from.isBefore(to)) {
                throw new IllegalArgumentException("from must be before to");
            }
            if (step.compareTo(Registry.INTERVAL) < 0) {
                throw new IllegalArgumentException("a step must be at least " + Registry.INTERVAL);
            }
            if (Duration.between(from, to).dividedBy(step) > MOST_POINTS) {
                throw new IllegalArgumentException("more than " + MOST_POINTS + " points");
            }
        }
    }
}
