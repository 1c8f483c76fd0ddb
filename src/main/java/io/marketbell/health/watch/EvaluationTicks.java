package io.marketbell.health.watch;

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
        if (every.toMillis() < 1 || bad < 1 || good < 1 || lost < 1 || samples < 1) {
            throw new IllegalArgumentException("marketbell.health: ticks and samples must be above zero");
        }
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
