package io.marketbell.health.watch;

import java.time.Duration;
import java.util.function.ToLongFunction;

/**
 * Error budget of an objective and its burn rate. At a rate of 1 the budget lasts exactly for the period of the
 * objective.
 *
 * @param objective required share of good events
 * @param samplesNeeded minimum number of samples; with fewer, a single failure would dominate the share
 */
record ErrorBudget(
        CountHistory history,
        double objective,
        ToLongFunction<EventCounts> all,
        ToLongFunction<EventCounts> bad,
        int samplesNeeded) {

    /**
     * Returns the smaller burn rate of the two windows. The long window shows that the problem is significant, the
     * short one that it is still present.
     *
     * @return null if there are too few samples
     */
    Double burn(Duration longTime, Duration shortTime) {
        double burn = Math.min(burn(longTime), burn(shortTime));
        return Double.isNaN(burn) ? null : burn;
    }

    private double burn(Duration time) {
        EventCounts counts = history.during(time);
        long total = all.applyAsLong(counts);
        return total < samplesNeeded ? Double.NaN : bad.applyAsLong(counts) / (double) total / (1 - objective);
    }
}
