package io.marketbell.health.watch;

import io.marketbell.health.Alert;
import java.time.Instant;
import java.util.Locale;

/** One alert and its state across ticks. Not thread-safe. */
final class AlertRule {
    private static final String RUNBOOK = "docs/reference/alerts.md#";

    private final String name;
    private final String severity;
    private final Double threshold;
    private final String unit;
    private final String summary;
    private final String action;
    private final Latch latch;
    private Alert latest;

    AlertRule(Latch latch, String name, String severity, Double threshold, String unit, String summary, String action) {
        this.latch = latch;
        this.name = name;
        this.severity = severity;
        this.threshold = threshold;
        this.unit = unit;
        this.summary = summary;
        this.action = action;
        this.latest = alert(null);
    }

    /** @param value the measured value, or null if there is none; null never raises the alert */
    void tick(Double value, Instant now) {
        tick(value, value != null && value > threshold, now);
    }

    void tick(Double value, boolean bad, Instant now) {
        latch.tick(bad, now);
        latest = alert(value);
    }

    Alert latest() {
        return latest;
    }

    private Alert alert(Double value) {
        return new Alert(
                name,
                severity,
                latch.position().word(),
                latch.since(),
                value,
                threshold,
                unit,
                summary,
                action,
                RUNBOOK + name.toLowerCase(Locale.ROOT));
    }
}
