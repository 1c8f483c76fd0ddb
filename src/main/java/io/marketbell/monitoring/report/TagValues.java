package io.marketbell.monitoring.report;

import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Metric.Kind;
import io.marketbell.metrics.Snapshot;
import io.marketbell.metrics.Window;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Selects the values of a tag. */
final class TagValues {
    /** A plot with more lines is not readable. */
    private static final int MOST = 20;

    private TagValues() {}

    /** Returns the values with the most events in the last hour. */
    static List<String> greatest(Snapshot snapshot, Metric metric, String tag) {
        return snapshot.readings(metric).stream()
                .map(reading -> reading.tags().get(tag))
                .distinct()
                .sorted(Comparator.comparingDouble((String value) -> -weight(snapshot, metric, Map.of(tag, value)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    private static double weight(Snapshot snapshot, Metric metric, Map<String, String> tags) {
        double weight =
                metric.kind() == Kind.GAUGE ? snapshot.value(metric, tags) : snapshot.count(metric, Window.HOUR, tags);
        return Double.isNaN(weight) ? 0 : weight;
    }
}
