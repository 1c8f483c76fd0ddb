package io.marketbell.metrics;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How a figure has developed, ready to plot: the columns are of one length.
 *
 * @param step what each point stands for; at least what was asked for
 * @param epochSeconds when each point's step begins
 * @param values NaN where there was nothing; durations in seconds
 * @param isWorst whether quantiles are those of the worst minute (and series) in each step: an upper bound of the true
 *     one. The distributions themselves are kept for an hour; from older quantiles no true one can be made
 */
public record History(Duration step, long[] epochSeconds, double[] values, boolean isWorst) {

    /** More points are too many for any plot. */
    public static final int MOST_POINTS = 1_500;

    /** The figures of each step. */
    public enum Figure {
        /** How often: events of a counter, durations recorded. */
        COUNT(0),
        /** How often, for each second. */
        RATE(0),
        /** Of a gauge: its last in the step, summed over the series. */
        VALUE(0),
        P50(2),
        P95(3),
        P99(4),
        P999(5),
        MAX(6),
        MEAN(1);

        final int column;

        Figure(int column) {
            this.column = column;
        }

        boolean isQuantile() {
            return column >= 2;
        }

        /** The figure for 0.5, 0.95, 0.99, 0.999 or 1. */
        public static Optional<Figure> ofQuantile(double quantile) {
            for (Figure figure : values()) {
                if (figure.isQuantile() && figure.quantile() == quantile) {
                    return Optional.of(figure);
                }
            }
            return Optional.empty();
        }

        double quantile() {
            return switch (this) {
                case P50 -> 0.5;
                case P95 -> 0.95;
                case P99 -> 0.99;
                case P999 -> 0.999;
                case MAX -> 1;
                default -> Double.NaN;
            };
        }
    }

    /**
     * @param tags of the series that are meant; of all that have these, whatever their others; empty: all
     * @param to the first moment that is no longer meant
     * @param step ten seconds or more; made a minute or more where {@code from} is more than an hour ago. What is more
     *     than 24 hours ago is forgotten
     * @throws IllegalArgumentException where there is no such figure of the metric, or it were too many points
     */
    public record Question(
            Metric metric, Map<String, String> tags, Figure figure, Instant from, Instant to, Duration step) {

        public Question {
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
                throw new IllegalArgumentException("a step is at least " + Registry.INTERVAL);
            }
            if (Duration.between(from, to).dividedBy(step) > MOST_POINTS) {
                throw new IllegalArgumentException("more than " + MOST_POINTS + " points");
            }
        }
    }
}
