package io.marketbell.metrics.export;

import io.marketbell.metrics.DurationBuckets;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Metric.Kind;
import io.marketbell.metrics.Reading;
import io.marketbell.metrics.Reading.Cumulative;
import io.marketbell.metrics.Reading.Exemplar;
import io.marketbell.metrics.Snapshot;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Writes a snapshot in the OpenMetrics text format, version 1.0.0, with exemplars. */
public final class OpenMetricsText {
    public static final String MEDIA_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final StringBuilder text = new StringBuilder(16_384);

    private OpenMetricsText() {}

    public static String of(Snapshot snapshot, List<Metric> metrics) {
        OpenMetricsText written = new OpenMetricsText();
        metrics.forEach(metric -> written.family(metric, snapshot.readings(metric)));
        return written.text.append("# EOF\n").toString();
    }

    private void family(Metric metric, List<Reading> readings) {
        // the suffix belongs to the samples of a counter, not to its family
        String name = metric.kind() == Kind.COUNTER
                ? metric.metricName().substring(0, metric.metricName().length() - "_total".length())
                : metric.metricName();
        String type = switch (metric.kind()) {
            case COUNTER -> "counter";
            case GAUGE -> "gauge";
            case DURATION -> "histogram";
        };
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        if (metric.kind() == Kind.DURATION) {
            text.append("# UNIT ").append(name).append(" seconds\n");
        }
        text.append("# HELP ")
                .append(name)
                .append(' ')
                .append(escaped(metric.help()))
                .append('\n');
        for (Reading reading : readings) {
            if (reading instanceof Reading.Counter counter) {
                sample(name + "_total", counter.tags(), null, counter.total());
            } else if (reading instanceof Reading.Gauge gauge && !Double.isNaN(gauge.value())) {
                sample(name, gauge.tags(), null, gauge.value());
            } else if (reading instanceof Reading.Durations durations) {
                histogram(name, durations.tags(), durations.cumulative());
            }
        }
    }

    private void histogram(String name, Map<String, String> tags, Cumulative all) {
        for (int i = 0; i < DurationBuckets.COUNT; i++) {
            String bound = i < DurationBuckets.BOUNDS.size() ? Double.toString(DurationBuckets.BOUNDS.get(i)) : "+Inf";
            sample(name + "_bucket", tags, bound, all.counts()[i]);
            Exemplar example = all.exemplars().get(i);
            if (example != null) {
                text.setLength(text.length() - 1);
                text.append(" # {trace_id=\"")
                        .append(escaped(example.traceId()))
                        .append("\"} ");
                number(example.seconds());
                text.append(' ');
                number(example.epochSeconds());
                text.append('\n');
            }
        }
        sample(name + "_count", tags, null, all.counts()[DurationBuckets.COUNT - 1]);
        sample(name + "_sum", tags, null, all.sum());
    }

    private void sample(String name, Map<String, String> tags, String bound, double value) {
        text.append(name);
        char before = '{';
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            text.append(before)
                    .append(tag.getKey())
                    .append("=\"")
                    .append(escaped(tag.getValue()))
                    .append('"');
            before = ',';
        }
        if (bound != null) {
            text.append(before).append("le=\"").append(bound).append('"');
            before = ',';
        }
        text.append(before == ',' ? "} " : " ");
        number(value);
        text.append('\n');
    }

    private void number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            text.append((long) value);
        } else {
            text.append(BigDecimal.valueOf(value).toPlainString());
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
