package io.marketbell.bench.load;

import io.marketbell.testkit.client.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The results of a run, as sections of named values and a table of latencies, in Markdown and JSON. */
final class RunReport {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

    private final String title;
    private final Instant asOf = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Map<String, Map<String, Object>> sections = new LinkedHashMap<>();
    private final Map<String, Histogram> latencies = new LinkedHashMap<>();

    RunReport(String title) {
        this.title = title;
    }

    RunReport section(String name, Map<String, ?> values) {
        sections.computeIfAbsent(name, key -> new LinkedHashMap<>()).putAll(values);
        return this;
    }

    /** Adds latencies in microseconds. */
    RunReport latency(String name, Histogram micros) {
        latencies.put(name, micros);
        return this;
    }

    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("report.md"), markdown());
        Files.writeString(directory.resolve("report.json"), json().toString());
    }

    String markdown() {
        StringBuilder text = new StringBuilder("# " + title + "\n\n" + asOf + "\n");
        if (!latencies.isEmpty()) {
            text.append("\n| milliseconds | count | p50 | p90 | p99 | p99.9 | max |\n|---|---|---|---|---|---|---|\n");
            latencies.forEach((name, micros) -> {
                text.append("| ").append(name).append(" | ").append("%,d".formatted(micros.getTotalCount()));
                for (double percentile : PERCENTILES) {
                    text.append(" | ").append(millis(micros, percentile));
                }
                text.append(" |\n");
            });
        }
        sections.forEach((section, values) -> {
            text.append("\n| ").append(section).append(" | |\n|---|---|\n");
            values.forEach((name, value) -> text.append("| ")
                    .append(name)
                    .append(" | ")
                    .append(shown(value))
                    .append(" |\n"));
        });
        return text.toString();
    }

    private static String shown(Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return "%,d".formatted(((Number) value).longValue());
        }
        return value instanceof Double number ? "%,.2f".formatted(number) : String.valueOf(value);
    }

    private static String millis(Histogram micros, double percentile) {
        return String.format(Locale.ROOT, "%.1f", micros.getValueAtPercentile(percentile) / 1_000.0);
    }

    JsonObject json() {
        JsonObjectBuilder json = Json.object().add("title", title).add("as_of", asOf.toString());
        JsonObjectBuilder tables = Json.object();
        latencies.forEach((name, micros) -> {
            JsonObjectBuilder row = Json.object().add("count", micros.getTotalCount());
            for (double percentile : PERCENTILES) {
                String column = percentile == 100
                        ? "max"
                        : "p" + String.valueOf(percentile).replaceFirst("\\.0$", "");
                row.add(column, micros.getValueAtPercentile(percentile) / 1_000.0);
            }
            tables.add(name, row);
        });
        json.add("latency_ms", tables);
        sections.forEach((section, values) -> {
            JsonObjectBuilder object = Json.object();
            values.forEach((name, value) -> {
                if (value instanceof Long || value instanceof Integer) {
                    object.add(name, ((Number) value).longValue());
                } else if (value instanceof Double number) {
                    object.add(name, number);
                } else {
                    object.add(name, String.valueOf(value));
                }
            });
            json.add(section, object);
        });
        return json.build();
    }
}
