package io.marketbell.monitoring;

import io.marketbell.metrics.History;
import io.marketbell.metrics.History.Figure;
import io.marketbell.metrics.Metric;
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
record SeriesRead(Metric metric, String name, List<Figure> figures, String by, Instant from, Instant to, Duration step)
        implements Read {

    static SeriesRead of(Query query, Moment moment) {
        return new SeriesQuery(query).read(moment.snapshot().asOf());
    }

    private record Column(String label, Map<String, String> tags, Figure figure) {}

    @Override
    public Answer answer(Moment moment) {
        Instant asOf = moment.snapshot().asOf();
        Span span = Span.of(from, to, step, asOf);
        List<Column> columns = columns(moment);
        List<History> histories = columns.stream()
                .map(column -> moment.history(new History.Question(
                        metric, column.tags(), column.figure(), span.from(), span.to(), span.step())))
                .toList();
        JsonObjectBuilder data = Numbers.JSON.createObjectBuilder().add("metric", metric.metricName());
        Numbers.add(data, "unit", unit());
        data.add("kind", MetricsRead.kind(metric)).add("figure", name);
        JsonArrayBuilder quantiles = Numbers.JSON.createArrayBuilder();
        figures.stream().map(SeriesQuery::quantile).forEach(quantiles::add);
        if (name.equals(SeriesQuery.QUANTILE)) {
            data.add(SeriesQuery.QUANTILE, quantiles);
        } else {
            data.addNull(SeriesQuery.QUANTILE);
        }
        Numbers.add(data, "by", by);
        data.add("step_seconds", histories.get(0).step().toSeconds())
                .add("upper_bound", histories.stream().anyMatch(History::isWorst))
                .add("columns", labels(columns))
                .add("series", series(histories));
        return Answer.of(Duration.between(span.from(), span.to()), data.build());
    }

    private String unit() {
        return name.equals(SeriesQuery.RATE)
                ? "per_second"
                : name.equals(SeriesQuery.COUNT) ? null : MetricsRead.unit(metric);
    }

    private List<Column> columns(Moment moment) {
        if (by == null) {
            return figures.stream()
                    .map(figure -> new Column(SeriesQuery.label(figure), Map.of(), figure))
                    .toList();
        }
        List<Column> columns = new ArrayList<>();
        for (String value : TagValues.greatest(moment.snapshot(), metric, by)) {
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
        JsonArrayBuilder labels = Numbers.JSON.createArrayBuilder().add("time");
        columns.forEach(column -> labels.add(column.label()));
        return labels;
    }

    /** Uses the times of the first history for all columns, because an interval may end between two queries. */
    private static JsonArrayBuilder series(List<History> histories) {
        long[] times = histories.get(0).epochSeconds();
        JsonArrayBuilder epochs = Numbers.JSON.createArrayBuilder();
        for (long time : times) {
            epochs.add(time);
        }
        JsonArrayBuilder series = Numbers.JSON.createArrayBuilder().add(epochs);
        for (History history : histories) {
            JsonArrayBuilder values = Numbers.JSON.createArrayBuilder();
            int at = 0;
            for (long time : times) {
                while (at < history.epochSeconds().length && history.epochSeconds()[at] < time) {
                    at++;
                }
                boolean there = at < history.epochSeconds().length && history.epochSeconds()[at] == time;
                values.add(there ? Numbers.of(history.values()[at]) : Numbers.of(Double.NaN));
            }
            series.add(values);
        }
        return series;
    }
}
