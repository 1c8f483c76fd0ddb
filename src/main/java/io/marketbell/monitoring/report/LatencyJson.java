package io.marketbell.monitoring.report;

import io.marketbell.metrics.Distribution;
import jakarta.json.JsonObjectBuilder;

/** Writes a distribution of durations in milliseconds. */
final class LatencyJson {
    private LatencyJson() {}

    static JsonObjectBuilder of(Distribution durations) {
        return JsonNumbers.JSON
                .createObjectBuilder()
                .add("count", durations.count())
                .add("mean_ms", JsonNumbers.milliseconds(durations.sum() / durations.count()))
                .add("p50_ms", JsonNumbers.milliseconds(durations.p50()))
                .add("p95_ms", JsonNumbers.milliseconds(durations.p95()))
                .add("p99_ms", JsonNumbers.milliseconds(durations.p99()))
                .add("p999_ms", JsonNumbers.milliseconds(durations.p999()))
                .add("max_ms", JsonNumbers.milliseconds(durations.max()));
    }
}
