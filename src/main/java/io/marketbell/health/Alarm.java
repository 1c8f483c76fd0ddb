package io.marketbell.health;

import java.time.Instant;
import java.util.Locale;

/** One alert, from tick to tick. For one thread at a time. */
final class Alarm {
    private static final String RUNBOOK = "docs/operations.md#";

    private final String name;
    private final String severity;
    private final Double threshold;
    private final String unit;
    private final String summary;
    private final String action;
    private final Latch latch;
    private Alert latest;

    Alarm(Latch latch, String name, String severity, Double threshold, String unit, String summary, String action) {
        this.latch = latch;
        this.name = name;
        this.severity = severity;
        this.threshold = threshold;
        this.unit = unit;
        this.summary = summary;
        this.action = action;
        this.latest = alert(null);
    }

    /** @param value null where there is none, which is no reason to alarm anybody */
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
