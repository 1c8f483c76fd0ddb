package io.marketbell.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How all metrics stood at one moment. Immutable; what is asked of it twice is worked out once. */
public final class Snapshot {
    private final Instant asOf;
    private final Map<Metric, List<Reading>> readings;

    /** The distributions of whole metrics, made with the snapshot. */
    private final Map<Metric, Map<Window, Distribution>> totals;

    private final Map<Selection, Distribution> merged = new ConcurrentHashMap<>();

    private record Selection(Metric metric, Window window, Map<String, String> tags) {}

    Snapshot(Instant asOf, Map<Metric, List<Reading>> readings, Map<Metric, Map<Window, Distribution>> totals) {
        this.asOf = asOf;
        this.readings = new EnumMap<>(readings);
        this.totals = new EnumMap<>(totals);
    }

    /** Up to when it tells. */
    public Instant asOf() {
        return asOf;
    }

    public Duration age(Instant now) {
        return now.isBefore(asOf) ? Duration.ZERO : Duration.between(asOf, now);
    }

    /** Every series of the metric. */
    public List<Reading> readings(Metric metric) {
        return readings.getOrDefault(metric, List.of());
    }

    /** The durations of all series of the metric together. */
    public Distribution distribution(Metric metric, Window window) {
        return distribution(metric, window, Map.of());
    }

    /** The durations of all series that have these tags, with any values of their other tags, together. */
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

    /** How often it happened: events of a counter, or durations recorded. */
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

    /** The sum of the gauges with these tags, or of the counters' totals; NaN where there is none. */
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
