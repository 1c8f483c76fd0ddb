package io.marketbell.monitoring.report;

import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Reading;
import io.marketbell.metrics.Snapshot;
import io.marketbell.metrics.Window;
import io.marketbell.metrics.export.OpenMetricsText;
import io.marketbell.monitoring.query.MetricNames;
import io.marketbell.monitoring.query.ReportQuery;
import io.marketbell.monitoring.query.WindowNames;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;

/** All series, or the series of some metrics. */
public record MetricsReport(List<Metric> metrics, String format) implements Report {
    private static final String JSON = "json";
    private static final String CSV = "csv";
    private static final String OPENMETRICS = "openmetrics";

    public static MetricsReport of(ReportQuery query) {
        query.only("name", "format");
        String format = query.choice("format", List.of(JSON, CSV, OPENMETRICS), JSON);
        List<String> names = query.texts("name");
        query.requireValid();
        List<Metric> metrics = names.isEmpty()
                ? List.of(Metric.values())
                : names.stream().map(MetricNames::metric).toList();
        return new MetricsReport(metrics, format);
    }

    @Override
    public ReportBody answer(MonitoringState state) {
        return switch (format) {
            case CSV -> ReportBody.text(MetricsCsv.MEDIA_TYPE, MetricsCsv.of(state.snapshot(), metrics));
            case OPENMETRICS ->
                ReportBody.text(OpenMetricsText.MEDIA_TYPE, OpenMetricsText.of(state.snapshot(), metrics));
            default -> json(state.snapshot());
        };
    }

    private ReportBody json(Snapshot snapshot) {
        JsonArrayBuilder all = JsonNumbers.JSON.createArrayBuilder();
        for (Metric metric : metrics) {
            JsonArrayBuilder series = JsonNumbers.JSON.createArrayBuilder();
            snapshot.readings(metric).forEach(reading -> series.add(series(reading)));
            JsonObjectBuilder json = JsonNumbers.JSON
                    .createObjectBuilder()
                    .add("name", metric.metricName())
                    .add("kind", kind(metric));
            JsonNumbers.add(json, "unit", unit(metric));
            all.add(json.add("help", metric.help())
                    .add("tags", JsonNumbers.JSON.createArrayBuilder(metric.tags()))
                    .add("series", series));
        }
        return ReportBody.of(
                Window.HOUR.length(),
                JsonNumbers.JSON.createObjectBuilder().add("metrics", all).build());
    }

    static String kind(Metric metric) {
        return metric.kind().name().toLowerCase(Locale.ROOT);
    }

    /** Returns null for a dimensionless metric. */
    static String unit(Metric metric) {
        return metric.kind() == Metric.Kind.DURATION ? "seconds" : null;
    }

    private static JsonObjectBuilder series(Reading reading) {
        JsonObjectBuilder tags = JsonNumbers.JSON.createObjectBuilder();
        reading.tags().forEach(tags::add);
        JsonObjectBuilder json = JsonNumbers.JSON.createObjectBuilder().add("tags", tags);
        JsonObjectBuilder windows = JsonNumbers.JSON.createObjectBuilder();
        if (reading instanceof Reading.Gauge gauge) {
            return json.add("value", JsonNumbers.of(gauge.value()));
        }
        if (reading instanceof Reading.Counter counter) {
            counter.increase()
                    .forEach((window, more) -> windows.add(WindowNames.name(window), JsonNumbers.whole(more)));
            return json.add("total", JsonNumbers.whole(counter.total())).add("increase", windows);
        }
        ((Reading.Durations) reading)
                .windows()
                .forEach((window, durations) -> windows.add(WindowNames.name(window), LatencyJson.of(durations)));
        return json.add("windows", windows);
    }
}
