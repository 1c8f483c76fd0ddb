package io.marketbell.metrics.export;

import io.marketbell.metrics.CountSeries;
import io.marketbell.metrics.Distribution;
import io.marketbell.metrics.GaugeSeries;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Metric.Kind;
import io.marketbell.metrics.Registry;
import io.marketbell.metrics.Series;
import io.marketbell.metrics.TimingSeries;
import io.marketbell.metrics.Window;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/**
 * Exports all series to the server's {@code /metrics}. Gauges are read when {@code /metrics} is read. Counters and
 * durations are transferred after each interval, durations from their histograms: recording every duration a second
 * time would cost more than all other metrics work of a request.
 */
final class MicroProfileExport {
    private final Registry registry;
    private final MetricRegistry server;
    private final Map<Series, Timer> timers = new HashMap<>();
    private final Map<Series, Counter> counters = new HashMap<>();
    private final Set<Series> gauges = new HashSet<>();
    private long handedOver;

    MicroProfileExport(Registry registry, MetricRegistry server) {
        this.registry = registry;
        this.server = server;
        this.handedOver = registry.lastTick();
    }

    /** Exports new series. Must be called after each tick, by the thread that ticks. */
    void update() {
        long last = registry.lastTick();
        long from = Math.max(handedOver + 1, last - Window.HOUR.intervals() + 1);
        handedOver = last;
        for (Metric metric : Metric.values()) {
            if (metric.kind() == Kind.COUNTER) {
                registry.counts(metric).all().forEach(series -> handOver(metric, series));
            } else if (metric.kind() == Kind.GAUGE) {
                registry.gauges(metric).all().forEach(series -> show(metric, series));
            } else {
                registry.timings(metric).all().forEach(series -> handOver(metric, series, from, last));
            }
        }
    }

    private void handOver(Metric metric, CountSeries series) {
        Counter counter = counters.computeIfAbsent(series, unused -> server.counter(metadata(metric), tags(series)));
        long news = (long) series.now() - counter.getCount();
        if (news > 0) {
            counter.inc(news);
        }
    }

    private void show(Metric metric, GaugeSeries series) {
        if (gauges.add(series)) {
            server.gauge(metadata(metric), series, GaugeSeries::now, tags(series));
        }
    }

    private void handOver(Metric metric, TimingSeries series, long from, long to) {
        Timer timer = timers.computeIfAbsent(series, unused -> server.timer(metadata(metric), tags(series)));
        Histogram news = Distribution.newHistogram();
        for (long tick = from; tick <= to; tick++) {
            series.past().addTo(news, tick);
        }
        for (HistogramIterationValue cell : news.recordedValues()) {
            Duration duration = Duration.ofNanos(news.medianEquivalentValue(cell.getValueIteratedTo()));
            for (long i = cell.getCountAtValueIteratedTo(); i > 0; i--) {
                timer.update(duration);
            }
        }
    }

    private static Metadata metadata(Metric metric) {
        return Metadata.builder()
                .withName(metric.metricName())
                .withDescription(metric.help())
                .build();
    }

    private static Tag[] tags(Series series) {
        return series.tags().entrySet().stream()
                .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                .toArray(Tag[]::new);
    }
}
