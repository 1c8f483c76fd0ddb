package io.marketbell.health.watch;

import io.marketbell.health.Alert;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;

/** One alert and its state across ticks. Not thread-safe. */
final class AlertRule {
    private static final String RUNBOOK = "docs/reference/alerts.md#";

    private final Latch latch;
    private final Function<HealthMeasurements, Double> source;
    private Alert latest;

    /** @param source returns the value, or null if there is none; null never raises the alert */
    AlertRule(
            Latch latch,
            String name,
            String severity,
            double threshold,
            String unit,
            Function<HealthMeasurements, Double> source,
            String summary,
            String action) {
        this.latch = latch;
        this.source = source;
        this.latest = new Alert(
                name,
                severity,
                latch.position().word(),
                latch.since(),
                null,
                threshold,
                unit,
                summary,
                action,
                RUNBOOK + name.toLowerCase(Locale.ROOT));
    }

    void tick(HealthMeasurements measured, Instant now) {
        Double value = source.apply(measured);
        tick(value, value != null && value > latest.threshold(), now);
    }

    void tick(Double value, boolean bad, Instant now) {
        latch.tick(bad, now);
        latest = latest.at(latch.position().word(), latch.since(), value);
    }

    Alert latest() {
        return latest;
    }
}
