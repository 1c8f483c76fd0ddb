package io.marketbell.health;

import java.time.Duration;
import java.util.function.ToLongFunction;

/**
 * What an objective leaves to go wrong, and how fast it is being used up: 1 is the rate at which it would just last.
 *
 * @param objective the share that must go well
 * @param samplesNeeded below so many there is no rate: at night the first failure would be half of everything
 */
record Budget(
        Tally tally, double objective, ToLongFunction<Counts> all, ToLongFunction<Counts> bad, int samplesNeeded) {

    /**
     * Over both times, the smaller of the two: the long one says that it matters, the short one that it still goes on.
     *
     * @return null where there were too few to tell
     */
    Double burn(Duration longTime, Duration shortTime) {
        double burn = Math.min(burn(longTime), burn(shortTime));
        return Double.isNaN(burn) ? null : burn;
    }

    private double burn(Duration time) {
        Counts counts = tally.during(time);
        long total = all.applyAsLong(counts);
        return total < samplesNeeded ? Double.NaN : bad.applyAsLong(counts) / (double) total / (1 - objective);
    }
}
