package io.marketbell.monitoring;

import io.marketbell.metrics.Metric;
import io.marketbell.metrics.OpenMetricsText;
import io.marketbell.metrics.Reading;
import io.marketbell.metrics.Snapshot;
import io.marketbell.metrics.Window;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Locale;

/** All series, or the series of some metrics. */
record MetricsRead(List<Metric> metrics, String format) implements Read {
    private static final String JSON = "json";
    private static final String CSV = "csv";
    private static final String OPENMETRICS = "openmetrics";

    static MetricsRead of(Query query) {
        query.only("name", "format");
        String format = query.choice("format", List.of(JSON, CSV, OPENMETRICS), JSON);
        List<String> names = query.texts("name");
        query.demandSound();
        List<Metric> metrics = names.isEmpty()
                ? List.of(Metric.values())
                : names.stream().map(Known::metric).toList();
        return new MetricsRead(metrics, format);
    }

    @Override
    public Answer answer(Moment moment) {
        return switch (format) {
            case CSV -> Answer.text(MetricsCsv.MEDIA_TYPE, MetricsCsv.of(moment.snapshot(), metrics));
            case OPENMETRICS -> Answer.text(OpenMetricsText.MEDIA_TYPE, OpenMetricsText.of(moment.snapshot(), metrics));
            default -> json(moment.snapshot());
        };
    }

    private Answer json(Snapshot snapshot) {
        JsonArrayBuilder all = Numbers.JSON.createArrayBuilder();
        for (Metric metric : metrics) {
            JsonArrayBuilder series = Numbers.JSON.createArrayBuilder();
            snapshot.readings(metric).forEach(reading -> series.add(series(reading)));
            JsonObjectBuilder json = Numbers.JSON
                    .createObjectBuilder()
                    .add("name", metric.metricName())
                    .add("kind", kind(metric));
            Numbers.add(json, "unit", unit(metric));
            all.add(json.add("help", metric.help())
                    .add("tags", Numbers.JSON.createArrayBuilder(metric.tags()))
                    .add("series", series));
        }
        return Answer.of(
                Window.HOUR.length(),
                Numbers.JSON.createObjectBuilder().add("metrics", all).build());
    }

    static String kind(Metric metric) {
        return metric.kind().name().toLowerCase(Locale.ROOT);
    }

    /** Returns null for a dimensionless metric. */
    static String unit(Metric metric) {
        return metric.kind() == Metric.Kind.DURATION ? "seconds" : null;
    }

    private static JsonObjectBuilder series(Reading reading) {
        JsonObjectBuilder tags = Numbers.JSON.createObjectBuilder();
        reading.tags().forEach(tags::add);
        JsonObjectBuilder json = Numbers.JSON.createObjectBuilder().add("tags", tags);
        JsonObjectBuilder windows = Numbers.JSON.createObjectBuilder();
        if (reading instanceof Reading.Gauge gauge) {
            return json.add("value", Numbers.of(gauge.value()));
        }
        if (reading instanceof Reading.Counter counter) {
            counter.increase().forEach((window, more) -> windows.add(Windows.name(window), Numbers.whole(more)));
            return json.add("total", Numbers.whole(counter.total())).add("increase", windows);
        }
        ((Reading.Durations) reading)
                .windows()
                .forEach((window, durations) -> windows.add(Windows.name(window), Latency.of(durations)));
        return json.add("windows", windows);
    }
}
