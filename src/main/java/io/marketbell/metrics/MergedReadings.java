package io.marketbell.metrics;

import io.marketbell.metrics.Reading.Cumulative;
import io.marketbell.metrics.Reading.Exemplar;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The series of a metric in several snapshots. Series with the same tags become one. */
record MergedReadings(List<Snapshot> parts) implements Function<Metric, List<Reading>> {

    @Override
    public List<Reading> apply(Metric metric) {
        Map<Map<String, String>, List<Reading>> byTags = new LinkedHashMap<>();
        for (Snapshot part : parts) {
            for (Reading reading : part.readings(metric)) {
                byTags.computeIfAbsent(reading.tags(), unused -> new ArrayList<>())
                        .add(reading);
            }
        }
        return byTags.values().stream()
                .map(same -> same.size() == 1 ? same.get(0) : merged(metric, same))
                .toList();
    }

    private static Reading merged(Metric metric, List<Reading> same) {
        return switch (metric.kind()) {
            case GAUGE -> gauge(metric, of(Reading.Gauge.class, same));
            case COUNTER -> counter(metric, of(Reading.Counter.class, same));
            case DURATION -> durations(metric, of(Reading.Durations.class, same));
        };
    }

    private static <R extends Reading> List<R> of(Class<R> type, List<Reading> readings) {
        return readings.stream().map(type::cast).toList();
    }

    private static Reading.Gauge gauge(Metric metric, List<Reading.Gauge> same) {
        DoubleStream values = same.stream().mapToDouble(Reading.Gauge::value).filter(value -> !Double.isNaN(value));
        double merged = switch (metric.combination()) {
            case SUM -> values.reduce(Double::sum).orElse(Double.NaN);
            case GREATEST -> values.max().orElse(Double.NaN);
            case LEAST -> values.min().orElse(Double.NaN);
        };
        return new Reading.Gauge(metric, same.get(0).tags(), merged);
    }

    private static Reading.Counter counter(Metric metric, List<Reading.Counter> same) {
        Map<Window, Double> increase = new EnumMap<>(Window.class);
        for (Window window : Window.values()) {
            increase.put(window, sum(same, each -> each.increase().get(window)));
        }
        return new Reading.Counter(metric, same.get(0).tags(), sum(same, Reading.Counter::total), increase);
    }

    private static <R> double sum(List<R> readings, ToDoubleFunction<R> value) {
        return readings.stream().mapToDouble(value).sum();
    }

    private static Reading.Durations durations(Metric metric, List<Reading.Durations> same) {
        Map<Window, Distribution> windows = new EnumMap<>(Window.class);
        for (Window window : Window.values()) {
            windows.put(
                    window,
                    Distribution.merge(same.stream()
                            .map(each -> each.windows().get(window))
                            .toList()));
        }
        return new Reading.Durations(
                metric,
                same.get(0).tags(),
                windows,
                cumulative(same.stream().map(Reading.Durations::cumulative).toList()));
    }

    private static Cumulative cumulative(List<Cumulative> same) {
        long[] counts = new long[DurationBuckets.COUNT];
        List<Exemplar> exemplars = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            int bucket = i;
            counts[i] = same.stream().mapToLong(each -> each.counts()[bucket]).sum();
            exemplars.add(latest(
                    same.stream().map(each -> each.exemplars().get(bucket)).toArray(Exemplar[]::new)));
        }
        return new Cumulative(counts, sum(same, Cumulative::sum), exemplars);
    }

    /** Returns null if there is none. */
    private static Exemplar latest(Exemplar[] exemplars) {
        Exemplar latest = null;
        for (Exemplar exemplar : exemplars) {
            if (exemplar != null && (latest == null || exemplar.epochSeconds() > latest.epochSeconds())) {
                latest = exemplar;
            }
        }
        return latest;
    }
}
