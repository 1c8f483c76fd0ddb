package io.marketbell.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Immutable values of all metrics at one time. Calculated values are cached. */
public final class Snapshot {
    private final Instant asOf;
    private final Function<Metric, List<Reading>> source;
    private final Map<Metric, List<Reading>> readings = new ConcurrentHashMap<>();

    /** Distributions of whole metrics that were calculated when the snapshot was created. */
    private final Map<Metric, Map<Window, Distribution>> totals;

    private final Map<Selection, Distribution> merged = new ConcurrentHashMap<>();

    private record Selection(Metric metric, Window window, Map<String, String> tags) {}

    Snapshot(Instant asOf, Map<Metric, List<Reading>> readings, Map<Metric, Map<Window, Distribution>> totals) {
        this(asOf, metric -> readings.getOrDefault(metric, List.of()), totals);
    }

    /** @param source returns the series of a metric; called once for each metric, when they are first read */
    private Snapshot(
            Instant asOf, Function<Metric, List<Reading>> source, Map<Metric, Map<Window, Distribution>> totals) {
        this.asOf = asOf;
        this.source = source;
        this.totals = Map.copyOf(totals);
    }

    /**
     * Returns a snapshot of several nodes: counters are added, distributions merged. Its time is the oldest of theirs.
     * Each metric is merged when it is first read.
     *
     * @param parts at least one
     */
    public static Snapshot merge(List<Snapshot> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        Instant oldest =
                parts.stream().map(Snapshot::asOf).min(Instant::compareTo).orElseThrow();
        return new Snapshot(oldest, new MergedReadings(parts), Map.of());
    }

    /** Returns the time of the snapshot. */
    public Instant asOf() {
        return asOf;
    }

    public Duration age(Instant now) {
        return now.isBefore(asOf) ? Duration.ZERO : Duration.between(asOf, now);
    }

    /** Returns every series of the metric. */
    public List<Reading> readings(Metric metric) {
        return readings.computeIfAbsent(metric, source);
    }

    /** Returns the merged distribution of all series of the metric. */
    public Distribution distribution(Metric metric, Window window) {
        return distribution(metric, window, Map.of());
    }

    /** Returns the merged distribution of all series that have these tag values. */
    public Distribution distribution(Metric metric, Window window, Map<String, String> tags) {
        if (tags.isEmpty() && totals.containsKey(metric)) {
            return totals.get(metric).getOrDefault(window, Distribution.EMPTY);
        }
        return merged.computeIfAbsent(new Selection(metric, window, Map.copyOf(tags)), this::merge);
    }

    private Distribution merge(Selection selection) {
        return Distribution.merge(matching(selection.metric(), selection.tags()).stream()
                .filter(Reading.Durations.class::isInstance)
                .map(reading -> ((Reading.Durations) reading).windows().get(selection.window()))
                .toList());
    }

    /** Returns the number of events of a counter, or of recorded durations. */
    public double count(Metric metric, Window window, Map<String, String> tags) {
        if (metric.kind() == Metric.Kind.DURATION) {
            return matching(metric, tags).stream()
                    .mapToLong(reading ->
                            ((Reading.Durations) reading).windows().get(window).count())
                    .sum();
        }
        return matching(metric, tags).stream()
                .filter(Reading.Counter.class::isInstance)
                .mapToDouble(reading -> ((Reading.Counter) reading).increase().get(window))
                .sum();
    }

    /** Returns the sum of the gauges with these tag values, or of the counter totals. Returns NaN if there are none. */
    public double value(Metric metric, Map<String, String> tags) {
        return matching(metric, tags).stream()
                .mapToDouble(Snapshot::value)
                .filter(value -> !Double.isNaN(value))
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }

    private static double value(Reading reading) {
        if (reading instanceof Reading.Gauge gauge) {
            return gauge.value();
        }
        return reading instanceof Reading.Counter counter ? counter.total() : Double.NaN;
    }

    private List<Reading> matching(Metric metric, Map<String, String> tags) {
        return readings(metric).stream()
                .filter(reading -> reading.tags().entrySet().containsAll(tags.entrySet()))
                .toList();
    }
}
