package io.marketbell.monitoring.report;

import io.marketbell.metrics.Distribution;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Reading;
import io.marketbell.metrics.Snapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a snapshot as CSV (RFC 4180), with one line per series and window. */
final class MetricsCsv {
    static final String MEDIA_TYPE = "text/csv; charset=utf-8; header=present";

    private static final String HEADER = "metric,kind,tags,window_seconds,count,value,mean_seconds,p50_seconds,"
            + "p95_seconds,p99_seconds,p999_seconds,max_seconds";
    private static final int FIGURES = 8;
    private static final String LINE_END = "\r\n";

    private final StringBuilder text = new StringBuilder(HEADER).append(LINE_END);

    private MetricsCsv() {}

    static String of(Snapshot snapshot, List<Metric> metrics) {
        MetricsCsv csv = new MetricsCsv();
        metrics.forEach(metric -> snapshot.readings(metric).forEach(csv::series));
        return csv.text.toString();
    }

    private void series(Reading reading) {
        if (reading instanceof Reading.Gauge gauge) {
            line(reading, null, null, RoundedNumber.of(gauge.value()));
        } else if (reading instanceof Reading.Counter counter) {
            line(reading, null, null, RoundedNumber.whole(counter.total()));
            counter.increase()
                    .forEach((window, more) -> line(reading, window.length().toSeconds(), RoundedNumber.whole(more)));
        } else if (reading instanceof Reading.Durations durations) {
            durations
                    .windows()
                    .forEach((window, of) -> line(reading, window.length().toSeconds(), figures(of)));
        }
    }

    private static Object[] figures(Distribution of) {
        return new Object[] {
            of.count(),
            null,
            RoundedNumber.of(of.sum() / of.count()),
            RoundedNumber.of(of.p50()),
            RoundedNumber.of(of.p95()),
            RoundedNumber.of(of.p99()),
            RoundedNumber.of(of.p999()),
            RoundedNumber.of(of.max())
        };
    }

    /** @param figures values of the columns after the window; missing values are written as empty columns */
    private void line(Reading reading, Long window, Object... figures) {
        String tags = reading.tags().entrySet().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.joining(";"));
        Stream<?> cells =
                Stream.of(reading.metric().metricName(), MetricsReport.kind(reading.metric()), quoted(tags), window);
        text.append(Stream.concat(cells, Arrays.stream(Arrays.copyOf(figures, FIGURES)))
                .map(cell -> Objects.toString(cell, ""))
                .collect(Collectors.joining(",", "", LINE_END)));
    }

    private static String quoted(String text) {
        return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }
}
