package io.marketbell.health.watch;

import static io.marketbell.settings.SettingRange.atLeast;

import java.time.Duration;
import java.time.Instant;

/**
 * Number of ticks and samples required for a change of level.
 *
 * @param every tick period; figures from a metrics snapshot are evaluated once per snapshot, every ten seconds
 * @param bad consecutive bad ticks before the level worsens
 * @param good consecutive good ticks before the level improves
 * @param lost consecutive ticks without the database before it counts as lost
 * @param samples minimum number of samples for a percentile or share
 */
record EvaluationTicks(Duration every, int bad, int good, int lost, int samples) {
    static final EvaluationTicks DEFAULT = new EvaluationTicks(Duration.ofSeconds(10), 2, 3, 3, 30);

    EvaluationTicks {
        atLeast(1, "marketbell.health.tick.ms", every.toMillis());
        atLeast(1, "marketbell.health.ticks.bad", bad);
        atLeast(1, "marketbell.health.ticks.good", good);
        atLeast(1, "marketbell.health.database.lost.ticks", lost);
        atLeast(1, "marketbell.health.samples", samples);
    }

    /** Returns a copy for values with one sample per snapshot. */
    EvaluationTicks ofOneSample() {
        return new EvaluationTicks(every, bad, good, lost, 1);
    }

    Latch latch(Instant now) {
        return new Latch(bad, good, now);
    }

    Latch lostLatch(Instant now) {
        return new Latch(lost, good, now);
    }
}
