package io.marketbell.health.watch;

import io.marketbell.health.HealthFinding;
import io.marketbell.health.HealthLevel;
import java.time.Instant;

/** One health criterion, which changes its level only after several consistent ticks. Not thread-safe. */
final class Criterion {
    private final String name;
    private final String unit;
    private final Double degradedAbove;
    private final Double unhealthyAbove;
    private final int samplesNeeded;
    private final Latch degraded;
    private final Latch unhealthy;
    private HealthLevel level = HealthLevel.HEALTHY;
    private Instant since;

    /** Creates a criterion with thresholds; {@code null} means that there is no threshold for that level. */
    Criterion(
            String name, String unit, Double degradedAbove, Double unhealthyAbove, EvaluationTicks ticks, Instant now) {
        this.name = name;
        this.unit = unit;
        this.degradedAbove = degradedAbove;
        this.unhealthyAbove = unhealthyAbove;
        this.samplesNeeded = ticks.samples();
        this.degraded = ticks.latch(now);
        this.unhealthy = ticks.latch(now);
        this.since = now;
    }

    /** Too few samples count as a good tick: an unused function cannot be judged as bad. */
    HealthFinding judge(HealthMeasurements.Figure figure, Instant now) {
        boolean enough = figure.samples() >= samplesNeeded;
        degraded.tick(enough && isAbove(degradedAbove, figure), now);
        unhealthy.tick(enough && isAbove(unhealthyAbove, figure), now);
        HealthLevel reached =
                unhealthy.isOn() ? HealthLevel.UNHEALTHY : degraded.isOn() ? HealthLevel.DEGRADED : HealthLevel.HEALTHY;
        if (reached != level) {
            level = reached;
            since = now;
        }
        Double value = enough ? figure.value() : null;
        return new HealthFinding(name, level, value, unit, degradedAbove, unhealthyAbove, figure.samples(), since);
    }

    private static boolean isAbove(Double limit, HealthMeasurements.Figure figure) {
        return limit != null && figure.value() > limit;
    }
}
