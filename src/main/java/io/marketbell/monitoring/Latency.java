package io.marketbell.monitoring;

import io.marketbell.metrics.Distribution;
import jakarta.json.JsonObjectBuilder;

/** Writes a distribution of durations in milliseconds. */
final class Latency {
    private Latency() {}

    static JsonObjectBuilder of(Distribution durations) {
        return Numbers.JSON
                .createObjectBuilder()
                .add("count", durations.count())
                .add("mean_ms", Numbers.milliseconds(durations.sum() / durations.count()))
                .add("p50_ms", Numbers.milliseconds(durations.p50()))
                .add("p95_ms", Numbers.milliseconds(durations.p95()))
                .add("p99_ms", Numbers.milliseconds(durations.p99()))
                .add("p999_ms", Numbers.milliseconds(durations.p999()))
                .add("max_ms", Numbers.milliseconds(durations.max()));
    }
}
