package io.marketbell.health;

import java.time.Instant;
import java.util.Objects;

/**
 * Result for one health criterion.
 *
 * @param name {@code api}, {@code api_errors}, {@code orders}, {@code database}, {@code data_disk},
 *     {@code database_reachable}, and for several nodes {@code bus_reachable} and {@code nodes_running}
 * @param level the confirmed level, not the level of the latest value
 * @param value the latest value, or null if there were too few samples
 * @param unit unit of the value and its thresholds: {@code seconds} or {@code ratio}
 * @param degradedAbove null if there is no such threshold
 * @param unhealthyAbove null if there is no such threshold
 * @param samples number of samples behind the value
 * @param since start of the current level
 */
public record HealthFinding(
        String name,
        HealthLevel level,
        Double value,
        String unit,
        Double degradedAbove,
        Double unhealthyAbove,
        long samples,
        Instant since) {
    public HealthFinding {
        Objects.requireNonNull(name);
        Objects.requireNonNull(level);
        Objects.requireNonNull(unit);
        Objects.requireNonNull(since);
        if (samples < 0) {
            throw new IllegalArgumentException("negative number of samples: " + samples);
        }
    }

    /** Returns the finding for a later value. */
    public HealthFinding at(HealthLevel newLevel, Double newValue, long newSamples, Instant now) {
        return new HealthFinding(
                name,
                newLevel,
                newValue,
                unit,
                degradedAbove,
                unhealthyAbove,
                newSamples,
                newLevel == level ? since : now);
    }
}
