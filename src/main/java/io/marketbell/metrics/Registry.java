package io.marketbell.metrics;

import io.marketbell.metrics.Metric.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Holds all series and ends their intervals. Recording and reading are thread-safe. Only one thread at a time may tick.
 */
public final class Registry {
    public static final Duration INTERVAL = Duration.ofSeconds(10);

    /** If the clock is set back by more intervals than this, the recordings of the future intervals are discarded. */
    private static final long SET_BACK_INTERVALS = 6;

    private final InstantSource clock;
    private final Map<Metric, SeriesFamily<TimingSeries>> timings = new EnumMap<>(Metric.class);
    private final Map<Metric, SeriesFamily<CountSeries>> counts = new EnumMap<>(Metric.class);
    private final Map<Metric, SeriesFamily<GaugeSeries>> gauges = new EnumMap<>(Metric.class);

    /** For each duration metric, the sum of all series. */
    private final Map<Metric, PastDurations> totals = new EnumMap<>(Metric.class);

    private final Histogram scratch = Distribution.newHistogram();
    private final Histogram totalScratch = Distribution.newHistogram();

    /** Number of the last completed interval. */
    private volatile long lastTick;

    Registry(InstantSource clock) {
        this.clock = clock;
        this.lastTick = intervalsUntil(clock.instant());
        for (Metric metric : Metric.values()) {
            switch (metric.kind()) {
                case DURATION -> {
                    timings.put(
                            metric,
                            new SeriesFamily<>(metric, tags -> new TimingSeries(metric, tags, stripes(metric), clock)));
                    totals.put(metric, new PastDurations());
                }
                case COUNTER -> counts.put(metric, new SeriesFamily<>(metric, tags -> new CountSeries(metric, tags)));
                case GAUGE -> gauges.put(metric, new SeriesFamily<>(metric, tags -> new GaugeSeries(metric, tags)));
            }
        }
        gauges.get(Metric.SERIES)
                .of()
                .source(() -> families().mapToInt(family -> family.all().size()).sum());
        for (Metric metric : Metric.values()) {
            counts.get(Metric.REJECTED_SERIES)
                    .of(metric.metricName())
                    .source(() -> family(metric).folded());
        }
    }

    /**
     * Returns the number of threads that can record concurrently with little contention. Each stripe takes 60 KB per
     * series.
     */
    private static int stripes(Metric metric) {
        return switch (metric) {
            case WS_DELIVERY_DURATION -> 4;
            case HTTP_REQUEST_DURATION, ORDER_DURATION -> 2;
            default -> 1;
        };
    }

    public SeriesFamily<TimingSeries> timings(Metric metric) {
        return of(metric, Kind.DURATION, timings);
    }

    public SeriesFamily<CountSeries> counts(Metric metric) {
        return of(metric, Kind.COUNTER, counts);
    }

    public SeriesFamily<GaugeSeries> gauges(Metric metric) {
        return of(metric, Kind.GAUGE, gauges);
    }

    private static <S extends Series> SeriesFamily<S> of(
            Metric metric, Kind kind, Map<Metric, SeriesFamily<S>> families) {
        SeriesFamily<S> family = families.get(metric);
        if (family == null) {
            throw new IllegalArgumentException(metric.metricName() + " is not a " + kind);
        }
        return family;
    }

    SeriesFamily<? extends Series> family(Metric metric) {
        return switch (metric.kind()) {
            case DURATION -> timings.get(metric);
            case COUNTER -> counts.get(metric);
            case GAUGE -> gauges.get(metric);
        };
    }

    private Stream<SeriesFamily<? extends Series>> families() {
        return Stream.of(Metric.values()).map(this::family);
    }

    PastDurations total(Metric metric) {
        return totals.get(metric);
    }

    public long lastTick() {
        return lastTick;
    }

    /**
     * Ends the current interval, rounded to the nearest boundary. Intervals without a tick are empty. A second call in
     * the same interval has no effect; its recordings count in the next interval.
     *
     * @return the new snapshot
     */
    Snapshot tick() {
        Instant now = clock.instant();
        long ended = intervalsUntil(now);
        long last = lastTick;
        if (ended > last || ended < last - SET_BACK_INTERVALS) {
            long gap = ended > last ? ended - last - 1 : Long.MAX_VALUE;
            turn(ended, gap);
            lastTick = ended;
        }
        return snapshot(now);
    }

    private void turn(long ended, long gap) {
        timings.forEach((metric, family) -> {
            totalScratch.reset();
            family.all().forEach(series -> series.tick(ended, gap, scratch, totalScratch));
            totals.get(metric).add(ended, gap, totalScratch);
        });
        counts.values().forEach(family -> family.all().forEach(series -> series.tick(ended, gap)));
        gauges.values().forEach(family -> family.all().forEach(series -> series.tick(ended, gap)));
    }

    private Snapshot snapshot(Instant now) {
        Map<Metric, List<Reading>> readings = new EnumMap<>(Metric.class);
        Map<Metric, Map<Window, Distribution>> distributions = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            List<Reading> ofMetric = new ArrayList<>();
            family(metric).all().forEach(series -> ofMetric.add(series.read()));
            readings.put(metric, List.copyOf(ofMetric));
        }
        totals.forEach((metric, total) -> distributions.put(metric, total.windows()));
        return new Snapshot(now, readings, distributions);
    }

    /**
     * Returns the number of the last complete interval before this time, rounded to the nearest boundary because timers
     * are imprecise.
     */
    private static long intervalsUntil(Instant now) {
        long half = INTERVAL.toMillis() / 2;
        return Math.floorDiv(now.toEpochMilli() + half, INTERVAL.toMillis()) - 1;
    }
}
