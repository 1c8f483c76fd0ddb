package io.marketbell.monitoring.query;

import io.marketbell.metrics.MetricHistory;
import java.time.Duration;
import java.time.Instant;

/** Time range and step of a plot. */
public record PlotRange(Instant from, Instant to, Duration step) {
    public static final Duration FINEST = Duration.ofSeconds(10);

    /** Older data is available by the minute only. */
    private static final Duration FINE = Duration.ofHours(1);

    private static final Duration USUAL = Duration.ofHours(1);
    private static final long MINUTE = 60;

    /** @param asOf reference time for the values that are null */
    public static PlotRange of(Instant from, Instant to, Duration step, Instant asOf) {
        Instant end = to == null ? asOf : to;
        Instant begin = from == null ? end.minus(USUAL) : from;
        if (step != null) {
            return new PlotRange(begin, end, step);
        }
        long finest = begin.isBefore(asOf.minus(FINE)) ? MINUTE : FINEST.toSeconds();
        long fitting = 1 + Duration.between(begin, end).toSeconds() / MetricHistory.MOST_POINTS;
        return new PlotRange(begin, end, Duration.ofSeconds(Math.max(finest, fitting)));
    }

    public boolean isForward() {
        return from.isBefore(to);
    }

    public boolean hasTooManyPoints() {
        return Duration.between(from, to).dividedBy(step) > MetricHistory.MOST_POINTS;
    }
}
