package io.marketbell.metrics;

import io.marketbell.metrics.MetricsService.Count;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * A monotonic counter and its increase per interval. The total is either counted here or read from an external source.
 */
public final class CountSeries extends Series implements Count {
    private final FigureHistory points = new FigureHistory(1);
    private final LongAdder counted = new LongAdder();
    private volatile DoubleSupplier elsewhere;
    private double total;
    private long ended;

    CountSeries(Metric metric, Map<String, String> tags) {
        super(metric, tags);
    }

    @Override
    public void increment() {
        counted.increment();
    }

    @Override
    public void add(long more) {
        counted.add(more);
    }

    void source(DoubleSupplier newer) {
        elsewhere = newer;
    }

    public double now() {
        DoubleSupplier source = elsewhere;
        double other = source == null ? 0 : read(source);
        return counted.sum() + (Double.isNaN(other) ? 0 : other);
    }

    static double read(DoubleSupplier source) {
        try {
            return source.getAsDouble();
        } catch (RuntimeException e) {
            System.getLogger(CountSeries.class.getName())
                    .log(Level.DEBUG, "a metric source failed and has no value: {0}", e.toString());
            return Double.NaN;
        }
    }

    static void clearGap(FigureHistory points, long ended, long gap) {
        for (long tick = ended - Math.min(gap, (long) FigureHistory.MINUTES * FigureHistory.PER_MINUTE);
                tick < ended;
                tick++) {
            points.clear(tick);
        }
    }

    /**
     * Ends an interval.
     *
     * @param ended number of the interval: intervals since 1970
     * @param gap number of preceding intervals that were not ended; they count as empty
     */
    void tick(long endedNow, long gap) {
        clearGap(points, endedNow, gap);
        double reached = Math.max(total, now());
        points.put(endedNow, reached - total);
        total = reached;
        ended = endedNow;
        if (FigureHistory.endsMinute(ended)) {
            points.putMinute(Math.floorDiv(ended, FigureHistory.PER_MINUTE), increase(Window.MINUTE));
        }
    }

    private double increase(Window window) {
        double sum = 0;
        for (long tick = ended - window.intervals() + 1; tick <= ended; tick++) {
            double of = points.at(0, tick);
            sum += Double.isNaN(of) ? 0 : of;
        }
        return sum;
    }

    @Override
    Reading read() {
        Map<Window, Double> increase = new EnumMap<>(Window.class);
        for (Window window : Window.values()) {
            increase.put(window, increase(window));
        }
        return new Reading.Counter(metric, tags(), total, increase);
    }

    @Override
    FigureHistory points() {
        return points;
    }
}
