package io.marketbell.health.watch;

import io.marketbell.health.HealthFinding;
import io.marketbell.health.HealthLevel;
import io.marketbell.health.watch.HealthMeasurements.Figure;
import java.time.Instant;
import java.util.function.Function;

/** One health criterion, which changes its level only after several consistent ticks. Not thread-safe. */
final class Criterion {
    private final Function<HealthMeasurements, Figure> source;
    private final int samplesNeeded;
    private final Latch degraded;
    private final Latch unhealthy;
    private HealthFinding latest;

    /** Creates a criterion with thresholds; {@code null} means that there is no threshold for that level. */
    Criterion(
            String name,
            String unit,
            Double degradedAbove,
            Double unhealthyAbove,
            Function<HealthMeasurements, Figure> source,
            EvaluationTicks ticks,
            Instant now) {
        this.source = source;
        this.samplesNeeded = ticks.samples();
        this.degraded = ticks.latch(now);
        this.unhealthy = ticks.latch(now);
        this.latest = new HealthFinding(name, HealthLevel.HEALTHY, null, unit, degradedAbove, unhealthyAbove, 0, now);
    }

    /** Too few samples count as a good tick: an unused function cannot be judged as bad. */
    void judge(HealthMeasurements measured, Instant now) {
        Figure figure = source.apply(measured);
        Double value = figure.samples() >= samplesNeeded ? figure.value() : null;
        degraded.tick(isAbove(latest.degradedAbove(), value), now);
        unhealthy.tick(isAbove(latest.unhealthyAbove(), value), now);
        HealthLevel level =
                unhealthy.isOn() ? HealthLevel.UNHEALTHY : degraded.isOn() ? HealthLevel.DEGRADED : HealthLevel.HEALTHY;
        latest = latest.at(level, value, figure.samples(), now);
    }

    private static boolean isAbove(Double limit, Double value) {
        return limit != null && value != null && value > limit;
    }

    HealthFinding latest() {
        return latest;
    }
}
