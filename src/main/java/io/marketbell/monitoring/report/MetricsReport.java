package io.marketbell.monitoring.report;

import io.marketbell.json.JsonMembers;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Reading;
import io.marketbell.metrics.Snapshot;
import io.marketbell.metrics.Window;
import io.marketbell.metrics.export.OpenMetricsText;
import io.marketbell.monitoring.query.MetricNames;
import io.marketbell.monitoring.query.ReportQuery;
import io.marketbell.monitoring.query.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** All series, or the series of some metrics. */
public record MetricsReport(List<Metric> metrics, String format) implements Report {
    private static final String JSON = "json";
    private static final String CSV = "csv";
    private static final String OPENMETRICS = "openmetrics";

    public static MetricsReport of(ReportQuery query) {
        query.only("name", "format", Scope.PARAMETER);
        String format = query.choice("format", List.of(JSON, CSV, OPENMETRICS), JSON);
        List<String> names = query.texts("name");
        query.requireValid();
        List<Metric> metrics = names.isEmpty()
                ? List.of(Metric.values())
                : names.stream().map(MetricNames::metric).toList();
        return new MetricsReport(metrics, format);
    }

    @Override
    public Body answer(MonitoringState state) {
        Snapshot snapshot = state.snapshot();
        return switch (format) {
            case CSV -> Body.text(MetricsCsv.MEDIA_TYPE, MetricsCsv.of(snapshot, metrics));
            case OPENMETRICS -> Body.text(OpenMetricsText.MEDIA_TYPE, OpenMetricsText.of(snapshot, metrics));
            default ->
                Body.of(
                        Window.HOUR.length(),
                        new JsonMembers().add("metrics", metrics.stream().map(metric -> json(metric, snapshot))));
        };
    }

    private static JsonMembers json(Metric metric, Snapshot snapshot) {
        return new JsonMembers()
                .add("name", metric.metricName())
                .add("kind", kind(metric))
                .add("unit", unit(metric))
                .add("help", metric.help())
                .add("tags", metric.tags())
                .add("series", snapshot.readings(metric).stream().map(MetricsReport::series));
    }

    static String kind(Metric metric) {
        return metric.kind().name().toLowerCase(Locale.ROOT);
    }

    /** Returns null for a dimensionless metric. */
    static String unit(Metric metric) {
        return metric.kind() == Metric.Kind.DURATION ? "seconds" : null;
    }

    private static JsonMembers series(Reading reading) {
        JsonMembers json = new JsonMembers().add("tags", reading.tags());
        if (reading instanceof Reading.Gauge gauge) {
            return json.add("value", RoundedNumber.of(gauge.value()));
        }
        if (reading instanceof Reading.Counter counter) {
            return json.add("total", RoundedNumber.whole(counter.total()))
                    .add("increase", byWindow(counter.increase(), RoundedNumber::whole));
        }
        return json.add("windows", byWindow(((Reading.Durations) reading).windows(), WindowFigures::latency));
    }

    private static <T> JsonMembers byWindow(Map<Window, T> figures, Function<T, Object> json) {
        JsonMembers windows = new JsonMembers();
        figures.forEach((window, figure) -> windows.add(window.label(), json.apply(figure)));
        return windows;
    }
}
