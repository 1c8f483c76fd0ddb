package io.marketbell.monitoring.report;

import io.marketbell.json.JsonMembers;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.MetricHistory;
import io.marketbell.metrics.MetricHistory.Figure;
import io.marketbell.metrics.Snapshot;
import io.marketbell.metrics.Window;
import io.marketbell.monitoring.query.PlotRange;
import io.marketbell.monitoring.query.ReportQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Time series of a metric, in columns ready to plot.
 *
 * @param name the requested {@code figure}
 * @param figures one for each column, or for each column of a tag value
 * @param by tag with one column per value, or null for a single column over all series
 * @param from null for one hour before {@code to}
 * @param to null for the time of the snapshot
 * @param step null for the smallest possible step
 */
public record SeriesReport(
        Metric metric, String name, List<Figure> figures, String by, Instant from, Instant to, Duration step)
        implements Report {
    /** A plot with lines for more values of a tag is not readable. */
    private static final int MOST_VALUES = 20;

    public static SeriesReport of(ReportQuery query, MonitoringState state) {
        return new SeriesQuery(query).read(state.snapshot().asOf());
    }

    /** The history of the other nodes is not known here. */
    @Override
    public boolean isOfOneNode() {
        return true;
    }

    private record Column(String label, Map<String, String> tags, Figure figure) {}

    @Override
    public Body answer(MonitoringState state) {
        Instant asOf = state.snapshot().asOf();
        PlotRange range = PlotRange.of(from, to, step, asOf);
        List<Column> columns = columns(state);
        List<MetricHistory> metricHistories = columns.stream()
                .map(column -> state.history(new MetricHistory.HistoryQuery(
                        metric, column.tags(), column.figure(), range.from(), range.to(), range.step())))
                .toList();
        JsonMembers data = new JsonMembers()
                .add("metric", metric.metricName())
                .add("unit", unit())
                .add("kind", MetricsReport.kind(metric))
                .add("figure", name)
                .add(
                        SeriesQuery.QUANTILE,
                        name.equals(SeriesQuery.QUANTILE) ? figures.stream().map(Figure::quantile) : null)
                .add("by", by)
                .add("step_seconds", metricHistories.get(0).step().toSeconds())
                .add("upper_bound", metricHistories.stream().anyMatch(MetricHistory::isWorst))
                .add(
                        "columns",
                        Stream.concat(Stream.of("time"), columns.stream().map(Column::label)))
                .add("series", series(metricHistories));
        return Body.of(Duration.between(range.from(), range.to()), data);
    }

    private String unit() {
        return name.equals(SeriesQuery.RATE)
                ? "per_second"
                : name.equals(SeriesQuery.COUNT) ? null : MetricsReport.unit(metric);
    }

    private List<Column> columns(MonitoringState state) {
        if (by == null) {
            return figures.stream()
                    .map(figure -> new Column(SeriesQuery.label(figure), Map.of(), figure))
                    .toList();
        }
        List<Column> columns = new ArrayList<>();
        for (String value : busiest(state.snapshot())) {
            for (Figure figure : figures) {
                String label = figures.size() == 1 ? value : value + ' ' + SeriesQuery.label(figure);
                columns.add(new Column(label, Map.of(by, value), figure));
            }
        }
        // nothing was recorded yet: the response still contains the time column
        return columns.isEmpty()
                ? List.of(new Column(SeriesQuery.label(figures.get(0)), Map.of(), figures.get(0)))
                : columns;
    }

    /** Returns the values of the tag with the most events in the last hour. */
    private List<String> busiest(Snapshot snapshot) {
        return snapshot.readings(metric).stream()
                .map(reading -> reading.tags().get(by))
                .distinct()
                .sorted(Comparator.comparingDouble((String value) -> -weight(snapshot, Map.of(by, value)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST_VALUES)
                .toList();
    }

    private double weight(Snapshot snapshot, Map<String, String> tags) {
        double weight = metric.kind() == Metric.Kind.GAUGE
                ? snapshot.value(metric, tags)
                : snapshot.count(metric, Window.HOUR, tags);
        return Double.isNaN(weight) ? 0 : weight;
    }

    /** Uses the times of the first history for all columns, because an interval may end between two queries. */
    private static Stream<Stream<?>> series(List<MetricHistory> metricHistories) {
        long[] times = metricHistories.get(0).epochSeconds();
        return Stream.concat(
                Stream.of(Arrays.stream(times).boxed()),
                metricHistories.stream().map(history -> Arrays.stream(times).mapToObj(time -> value(history, time))));
    }

    /** Returns null if the history has no value at this time. */
    private static Number value(MetricHistory history, long time) {
        int at = Arrays.binarySearch(history.epochSeconds(), time);
        return at < 0 ? null : RoundedNumber.of(history.values()[at]);
    }
}
