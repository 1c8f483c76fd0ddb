package io.marketbell.metrics;

import io.marketbell.metrics.Reading.Exemplar;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Distributions of the intervals of the last hour, the windows that end with the latest interval, and the figures of
 * one day.
 */
public final class PastDurations {
    private static final Map<Window, Distribution> NOTHING = nothing();

    final IntervalDistributions intervals = new IntervalDistributions();
    private final FigureHistory points = new FigureHistory(7);
    private final long[] buckets = new long[DurationBuckets.COUNT];
    private double sum;

    /** Running sum of intervals; null while the last hour has no recordings. */
    private Histogram fiveMinutes;

    Histogram hour;
    private Map<Window, Distribution> windows = NOTHING;

    private static Map<Window, Distribution> nothing() {
        Map<Window, Distribution> nothing = new EnumMap<>(Window.class);
        for (Window window : Window.values()) {
            nothing.put(window, Distribution.EMPTY);
        }
        return nothing;
    }

    void add(long ended, long gap, Histogram interval) {
        CountSeries.clearGap(points, ended, gap);
        if (gap >= Window.HOUR.intervals()) {
            none();
        }
        for (long tick = ended - Math.min(gap, IntervalDistributions.KEPT); tick <= ended; tick++) {
            expire(tick);
            intervals.put(tick, tick == ended ? interval : null);
        }
        Distribution now = Distribution.of(interval);
        if (!now.isEmpty()) {
            if (hour == null) {
                hour = Distribution.newHistogram();
                fiveMinutes = Distribution.newHistogram();
            }
            hour.add(interval);
            fiveMinutes.add(interval);
            DurationBuckets.add(interval, buckets);
            sum += now.sum();
        }
        windows = hour == null || hour.getTotalCount() == 0 ? none() : windows(ended);
        put(ended, now);
    }

    private void expire(long tick) {
        if (hour != null) {
            intervals.subtractFrom(hour, tick - Window.HOUR.intervals());
            intervals.subtractFrom(fiveMinutes, tick - Window.FIVE_MINUTES.intervals());
        }
    }

    private Map<Window, Distribution> none() {
        hour = null;
        fiveMinutes = null;
        return NOTHING;
    }

    private Map<Window, Distribution> windows(long ended) {
        Histogram minute = Distribution.newHistogram();
        for (int i = 0; i < Window.MINUTE.intervals(); i++) {
            intervals.addTo(minute, ended - i);
        }
        Map<Window, Distribution> made = new EnumMap<>(Window.class);
        made.put(Window.MINUTE, Distribution.of(minute));
        made.put(Window.FIVE_MINUTES, Distribution.of(fiveMinutes));
        made.put(Window.HOUR, Distribution.of(hour));
        return made;
    }

    private void put(long ended, Distribution now) {
        points.put(ended, figures(now));
        if (FigureHistory.endsMinute(ended)) {
            points.putMinute(Math.floorDiv(ended, FigureHistory.PER_MINUTE), figures(windows.get(Window.MINUTE)));
        }
    }

    private static double[] figures(Distribution of) {
        return new double[] {of.count(), of.sum(), of.p50(), of.p95(), of.p99(), of.p999(), of.max()};
    }

    Map<Window, Distribution> windows() {
        return windows;
    }

    Reading.Cumulative cumulative(List<Exemplar> exemplars) {
        long[] counts = buckets.clone();
        for (int i = 1; i < counts.length; i++) {
            counts[i] += counts[i - 1];
        }
        return new Reading.Cumulative(counts, sum, exemplars);
    }

    /** Adds the recordings of this interval if it is within the last hour. */
    public void addTo(Histogram histogram, long tick) {
        intervals.addTo(histogram, tick);
    }

    FigureHistory points() {
        return points;
    }
}
