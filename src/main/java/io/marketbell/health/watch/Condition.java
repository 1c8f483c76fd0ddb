package io.marketbell.health.watch;

import io.marketbell.health.HealthFinding;
import io.marketbell.health.HealthLevel;
import java.time.Instant;

/** A criterion without thresholds: it is met or not, and has an effect only after several ticks. Not thread-safe. */
final class Condition {
    private final String name;
    private final HealthLevel otherwise;
    private final Latch failing;

    /** @param otherwise the level while the condition is not met */
    Condition(String name, HealthLevel otherwise, Latch failing) {
        this.name = name;
        this.otherwise = otherwise;
        this.failing = failing;
    }

    /** @param share 1 if the condition is met; the lower, the worse */
    HealthFinding judge(double share, Instant now) {
        failing.tick(share < 1, now);
        HealthLevel level = failing.isOn() ? otherwise : HealthLevel.HEALTHY;
        return new HealthFinding(name, level, share, LevelEvaluator.RATIO, null, null, 1, failing.since());
    }
}
