package io.marketbell.metrics;

import io.marketbell.metrics.MetricsService.Timing;
import io.marketbell.metrics.Reading.Exemplar;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Durations of one series. Each thread records into one of several stripes, so that busy threads do not contend for the
 * same cache lines.
 */
public final class TimingSeries extends Series implements Timing {
    private final InstantSource clock;
    private final Recorder[] stripes;
    private final PastDurations past = new PastDurations();
    private final AtomicReferenceArray<Exemplar> exemplars = new AtomicReferenceArray<>(DurationBuckets.COUNT);

    /** @param stripes number of recorders; a power of two */
    TimingSeries(Metric metric, Map<String, String> tags, int stripes, InstantSource clock) {
        super(metric, tags);
        this.clock = clock;
        this.stripes = new Recorder[stripes];
        Arrays.setAll(
                this.stripes,
                i -> new Recorder(Distribution.FINEST_NANOS, Distribution.LONGEST_NANOS, Distribution.DIGITS));
    }

    @Override
    public void record(long nanos) {
        stripes[(int) Thread.currentThread().getId() & stripes.length - 1].recordValue(bounded(nanos));
    }

    private static long bounded(long nanos) {
        return Math.max(0, Math.min(nanos, Distribution.LONGEST_NANOS));
    }

    @Override
    public void record(long nanos, String traceId) {
        record(nanos);
        if (traceId != null) {
            exemplars.set(DurationBuckets.of(nanos), new Exemplar(traceId, bounded(nanos) / 1e9, clock.millis() / 1e3));
        }
    }

    /**
     * Like {@link CountSeries#tick}.
     *
     * @param interval a work buffer
     * @param total also receives the interval's recordings
     */
    void tick(long ended, long gap, Histogram interval, Histogram total) {
        stripes[0].getIntervalHistogramInto(interval);
        for (int i = 1; i < stripes.length; i++) {
            interval.add(stripes[i].getIntervalHistogram());
        }
        if (interval.getTotalCount() > 0) {
            total.add(interval);
        }
        past.add(ended, gap, interval);
    }

    @Override
    Reading read() {
        List<Exemplar> examples = new ArrayList<>(DurationBuckets.COUNT);
        for (int i = 0; i < DurationBuckets.COUNT; i++) {
            examples.add(exemplars.get(i));
        }
        return new Reading.Durations(metric, tags(), past.windows(), past.cumulative(examples));
    }

    public PastDurations past() {
        return past;
    }

    @Override
    FigureHistory points() {
        return past.points();
    }
}
