package io.marketbell.monitoring.report;

import io.marketbell.metrics.Metric;
import io.marketbell.metrics.MetricHistory;
import io.marketbell.metrics.MetricHistory.Figure;
import io.marketbell.monitoring.query.PlotRange;
import io.marketbell.monitoring.query.ReportQuery;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

    public static SeriesReport of(ReportQuery query, MonitoringState state) {
        return new SeriesQuery(query).read(state.snapshot().asOf());
    }

    private record Column(String label, Map<String, String> tags, Figure figure) {}

    @Override
    public ReportBody answer(MonitoringState state) {
        Instant asOf = state.snapshot().asOf();
        PlotRange range = PlotRange.of(from, to, step, asOf);
        List<Column> columns = columns(state);
        List<MetricHistory> metricHistories = columns.stream()
                .map(column -> state.history(new MetricHistory.Question(
                        metric, column.tags(), column.figure(), range.from(), range.to(), range.step())))
                .toList();
        JsonObjectBuilder data = JsonNumbers.JSON.createObjectBuilder().add("metric", metric.metricName());
        JsonNumbers.add(data, "unit", unit());
        data.add("kind", MetricsReport.kind(metric)).add("figure", name);
        JsonArrayBuilder quantiles = JsonNumbers.JSON.createArrayBuilder();
        figures.stream().map(SeriesQuery::quantile).forEach(quantiles::add);
        if (name.equals(SeriesQuery.QUANTILE)) {
            data.add(SeriesQuery.QUANTILE, quantiles);
        } else {
            data.addNull(SeriesQuery.QUANTILE);
        }
        JsonNumbers.add(data, "by", by);
        data.add("step_seconds", metricHistories.get(0).step().toSeconds())
                .add("upper_bound", metricHistories.stream().anyMatch(MetricHistory::isWorst))
                .add("columns", labels(columns))
                .add("series", series(metricHistories));
        return ReportBody.of(Duration.between(range.from(), range.to()), data.build());
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
        for (String value : TagValues.greatest(state.snapshot(), metric, by)) {
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

    private static JsonArrayBuilder labels(List<Column> columns) {
        JsonArrayBuilder labels = JsonNumbers.JSON.createArrayBuilder().add("time");
        columns.forEach(column -> labels.add(column.label()));
        return labels;
    }

    /** Uses the times of the first history for all columns, because an interval may end between two queries. */
    private static JsonArrayBuilder series(List<MetricHistory> metricHistories) {
        long[] times = metricHistories.get(0).epochSeconds();
        JsonArrayBuilder epochs = JsonNumbers.JSON.createArrayBuilder();
        for (long time : times) {
            epochs.add(time);
        }
        JsonArrayBuilder series = JsonNumbers.JSON.createArrayBuilder().add(epochs);
        for (MetricHistory history : metricHistories) {
            JsonArrayBuilder values = JsonNumbers.JSON.createArrayBuilder();
            int at = 0;
            for (long time : times) {
                while (at < history.epochSeconds().length && history.epochSeconds()[at] < time) {
                    at++;
                }
                boolean there = at < history.epochSeconds().length && history.epochSeconds()[at] == time;
                values.add(there ? JsonNumbers.of(history.values()[at]) : JsonNumbers.of(Double.NaN));
            }
            series.add(values);
        }
        return series;
    }
}
