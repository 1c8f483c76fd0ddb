package io.marketbell.monitoring.report;

import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Metric.Kind;
import io.marketbell.metrics.MetricHistory;
import io.marketbell.metrics.MetricHistory.Figure;
import io.marketbell.monitoring.query.MetricNames;
import io.marketbell.monitoring.query.PlotRange;
import io.marketbell.monitoring.query.ReportQuery;
import io.marketbell.monitoring.query.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Validates the parameters of a history query. */
record SeriesQuery(ReportQuery query) {
    static final String QUANTILE = "quantile";
    static final String RATE = "rate";
    static final String COUNT = "count";
    private static final String STEP = "step";
    private static final Duration LONGEST_STEP = Duration.ofDays(1);

    /** The first figure of each kind is the default. */
    private static final Map<Kind, List<String>> FIGURES = Map.of(
            Kind.DURATION,
            List.of(QUANTILE, "mean", RATE, COUNT),
            Kind.COUNTER,
            List.of(RATE, COUNT),
            Kind.GAUGE,
            List.of("value"));

    private static final Map<String, Figure> QUANTILES =
            Map.of("0.5", Figure.P50, "0.95", Figure.P95, "0.99", Figure.P99, "0.999", Figure.P999, "1", Figure.MAX);

    /** Returns the column name, such as {@code p95}. */
    static String label(Figure figure) {
        return figure.name().toLowerCase(Locale.ROOT);
    }

    SeriesReport read(Instant asOf) {
        query.only("metric", "figure", QUANTILE, "by", "from", "to", STEP, Scope.PARAMETER);
        String name = query.text("metric");
        if (name == null) {
            query.flaw("metric", "is required; /api/v1/monitoring/metrics lists the names");
            query.requireValid();
        }
        Metric metric = MetricNames.metric(name);
        List<String> figures = FIGURES.get(metric.kind());
        String figure = query.choice("figure", figures, figures.get(0));
        List<Figure> columns = columns(figure);
        String by = metric.tags().isEmpty() ? noTag(metric) : query.choice("by", metric.tags(), null);
        Instant from = query.time("from");
        Instant to = query.time("to");
        Duration step = query.duration(STEP, PlotRange.FINEST, LONGEST_STEP);
        PlotRange range = PlotRange.of(from, to, step, asOf);
        if (!range.isForward()) {
            query.flaw("from", "must be before " + range.to() + ", the end of the range");
        } else if (range.hasTooManyPoints()) {
            query.flaw(STEP, "gives more than " + MetricHistory.MOST_POINTS + " points; use a longer step");
        }
        query.requireValid();
        return new SeriesReport(metric, figure, columns, by, from, to, step);
    }

    private String noTag(Metric metric) {
        if (query.text("by") != null) {
            query.flaw("by", metric.metricName() + " has no tags");
        }
        return null;
    }

    private List<Figure> columns(String figure) {
        List<String> requested = query.texts(QUANTILE);
        if (!figure.equals(QUANTILE)) {
            if (!requested.isEmpty()) {
                query.flaw(QUANTILE, "is allowed only for durations with the figure quantile");
            }
            return List.of(Figure.valueOf(figure.toUpperCase(Locale.ROOT)));
        }
        if (requested.isEmpty()) {
            return List.of(Figure.P95);
        }
        if (!QUANTILES.keySet().containsAll(requested)) {
            query.flaw(QUANTILE, "must be one or more of 0.5, 0.95, 0.99, 0.999, 1, separated by commas");
        }
        return requested.stream().map(QUANTILES::get).filter(Objects::nonNull).toList();
    }
}
