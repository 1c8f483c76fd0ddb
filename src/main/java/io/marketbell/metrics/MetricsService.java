package io.marketbell.metrics;

import java.time.InstantSource;
import java.util.function.DoubleSupplier;

/**
 * Records what happens and tells how things stand; an application-scoped CDI bean, for the doors of this application and
 * for Java code deployed beside it.
 *
 * <p>Recording takes well under 100 ns and never waits. Those who record often keep the {@link Timing} or {@link Count}
 * they were given. Reading never waits either: it gets the latest finished {@link Snapshot}, which says how old it is.
 *
 * <p>Quantiles are at most 0.8 % above the true ones ({@link Distribution}).
 */
public interface MetricsService {

    /** Without a container, for tests and tools. Nothing turns its intervals but the reading that finds one overdue. */
    static MetricsService unattended(InstantSource clock) {
        return new InProcessMetrics(clock, System::nanoTime, Runnable::run);
    }

    /** @throws IllegalArgumentException where the metric is none of durations */
    Tagged<? extends Timing> timings(Metric metric);

    /** @throws IllegalArgumentException where the metric is no counter */
    Tagged<? extends Count> counts(Metric metric);

    /**
     * Has a gauge, or a counter that somebody else keeps, asked for its value with every snapshot. Asked again for the
     * same tags, the newer source takes the place of the older one.
     *
     * @param source must not block; NaN where there is no value now
     * @throws IllegalArgumentException where the metric is one of durations, or the tags are not its own
     */
    void watch(Metric metric, DoubleSupplier source, String... tagValues);

    /** A limit has refused something. */
    default void rateLimited(String policy) {
        counts(Metric.RATE_LIMITED).of(policy).increment();
    }

    /** The latest snapshot: at most ten seconds old where all is well, and its age where not. */
    Snapshot snapshot();

    /** How a figure has developed; up to now it reaches as far as the latest snapshot. */
    History history(History.Question question);
}
