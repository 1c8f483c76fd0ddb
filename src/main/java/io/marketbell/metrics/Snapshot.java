package io.marketbell.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Immutable values of all metrics at one time. Calculated values are cached. */
public final class Snapshot {
    private final Instant asOf;
    private final Map<Metric, List<Reading>> readings;

    /** Distributions of whole metrics, calculated when the snapshot is created. */
    private final Map<Metric, Map<Window, Distribution>> totals;

    private final Map<Selection, Distribution> merged = new ConcurrentHashMap<>();

    private record Selection(Metric metric, Window window, Map<String, String> tags) {}

    Snapshot(Instant asOf, Map<Metric, List<Reading>> readings, Map<Metric, Map<Window, Distribution>> totals) {
        this.asOf = asOf;
        this.readings = new EnumMap<>(readings);
        this.totals = new EnumMap<>(totals);
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
        return readings.getOrDefault(metric, List.of());
    }

    /** Returns the merged distribution of all series of the metric. */
    public Distribution distribution(Metric metric, Window window) {
        return distribution(metric, window, Map.of());
    }

    /** Returns the merged distribution of all series that have these tag values. */
    public Distribution distribution(Metric metric, Window window, Map<String, String> tags) {
        if (tags.isEmpty()) {
            return totals.getOrDefault(metric, Map.of()).getOrDefault(window, Distribution.EMPTY);
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
