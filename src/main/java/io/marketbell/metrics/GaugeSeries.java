package io.marketbell.metrics;

import java.util.Map;
import java.util.function.DoubleSupplier;

/** A gauge whose value is read from a source at each tick. */
public final class GaugeSeries extends Series {
    private final FigureHistory points = new FigureHistory(1);
    private volatile DoubleSupplier source = () -> Double.NaN;
    private double value = Double.NaN;

    GaugeSeries(Metric metric, Map<String, String> tags) {
        super(metric, tags);
    }

    void source(DoubleSupplier newer) {
        source = newer;
    }

    /**
     * Returns the current value, or NaN if the source fails. A failing source must not prevent the other gauges from
     * being read.
     */
    public double now() {
        return CountSeries.read(source);
    }

    /**
     * Ends an interval.
     *
     * @param ended number of the interval: intervals since 1970
     * @param gap number of preceding intervals that were not ended; they count as empty
     */
    void tick(long ended, long gap) {
        CountSeries.clearGap(points, ended, gap);
        value = now();
        points.put(ended, value);
        if (FigureHistory.endsMinute(ended)) {
            points.putMinute(Math.floorDiv(ended, FigureHistory.PER_MINUTE), value);
        }
    }

    @Override
    Reading read() {
        return new Reading.Gauge(metric, tags(), value);
    }

    @Override
    FigureHistory points() {
        return points;
    }
}
