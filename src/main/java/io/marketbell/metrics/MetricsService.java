package io.marketbell.metrics;

import java.util.function.DoubleSupplier;

/**
 * Records metrics and returns their current and past values. An application-scoped CDI bean, used by this application
 * and by Java code deployed beside it.
 *
 * <p>Recording takes well under 100 ns and never blocks. Callers that record often should keep their {@link Timing} or
 * {@link Count}. Reading never blocks: it returns the latest completed {@link Snapshot}, which includes its time.
 *
 * <p>Quantiles exceed the true values by at most 0.8 % ({@link Distribution}).
 */
public interface MetricsService {

    /** @throws IllegalArgumentException if the metric is not a duration */
    Tagged<? extends Timing> timings(Metric metric);

    /** @throws IllegalArgumentException if the metric is not a counter */
    Tagged<? extends Count> counts(Metric metric);

    /**
     * Registers the source of a gauge or of an external counter. The source is read for every snapshot. Registering the
     * same tags again replaces the source.
     *
     * @param source must not block; returns NaN if there is no value
     * @throws IllegalArgumentException if the metric is a duration, or if the number of tag values is wrong
     */
    void watch(Metric metric, DoubleSupplier source, String... tagValues);

    /** Counts a rejection by a rate limit. */
    default void rateLimited(String policy) {
        counts(Metric.RATE_LIMITED).of(policy).increment();
    }

    /** Returns the latest snapshot. It is at most ten seconds old in normal operation, and it includes its time. */
    Snapshot snapshot();

    /** Returns the history of a figure, up to the latest snapshot. */
    MetricHistory history(MetricHistory.HistoryQuery question);

    /**
     * The series of one metric, selected by tag values in the order of {@link Metric#tags}. Thread-safe. Selecting an
     * existing series does not allocate.
     *
     * @param <S> type of the recorder
     */
    interface Tagged<S> {

        /** Returns the series of a metric without tags. */
        S of();

        S of(String first);

        S of(String first, String second);

        S of(String first, String second, String third);
    }

    /** Records durations of one series. Thread-safe, non-blocking and allocation-free. */
    interface Timing {

        /** Records a duration. Negative durations count as zero, durations above one hour as one hour. */
        void record(long nanos);

        /** @param traceId trace id of the request, exported as an exemplar; null if it has none */
        void record(long nanos, String traceId);
    }

    /** A monotonic counter. Thread-safe. */
    interface Count {

        void increment();

        void add(long more);
    }
}
