package io.marketbell.health;

import java.time.Duration;
import java.time.Instant;

/**
 * How patiently is judged.
 *
 * @param every how often; what comes from a snapshot of the metrics is judged once for each, every ten seconds
 * @param bad how many bad ones in a row make a level worse
 * @param good how many good ones in a row make it better
 * @param lost how many in a row without the database make it lost
 * @param samples how many a percentile or share must be told from to be judged at all
 */
record Ticks(Duration every, int bad, int good, int lost, int samples) {
    static final Ticks DEFAULT = new Ticks(Duration.ofSeconds(10), 2, 3, 3, 30);

    Ticks {
        if (every.toMillis() < 1 || bad < 1 || good < 1 || lost < 1 || samples < 1) {
            throw new IllegalArgumentException("marketbell.health: ticks and samples must be above zero");
        }
    }

    /** For what is measured once a snapshot. */
    Ticks ofOneSample() {
        return new Ticks(every, bad, good, lost, 1);
    }

    Latch latch(Instant now) {
        return new Latch(bad, good, now);
    }

    Latch lostLatch(Instant now) {
        return new Latch(lost, good, now);
    }
}
