package io.marketbell.health;

import java.time.Instant;
import java.util.Objects;

/**
 * How one thing that is judged stands.
 *
 * @param name {@code api}, {@code api_errors}, {@code orders}, {@code database}, {@code data_disk} or
 *     {@code database_reachable}
 * @param level in which it has been for long enough, not what the latest value alone would make it
 * @param value the latest; null where there were too few samples to tell
 * @param unit of the value and of its limits: {@code s} or {@code ratio}
 * @param degradedAbove null where nothing makes it degraded
 * @param unhealthyAbove null where nothing makes it unhealthy
 * @param samples how many the value is computed from
 * @param since when it has been at this level
 */
public record Finding(
        String name,
        Level level,
        Double value,
        String unit,
        Double degradedAbove,
        Double unhealthyAbove,
        long samples,
        Instant since) {
    public Finding {
        Objects.requireNonNull(name);
        Objects.requireNonNull(level);
        Objects.requireNonNull(unit);
        Objects.requireNonNull(since);
        if (samples < 0) {
            throw new IllegalArgumentException("samples cannot be " + samples);
        }
    }
}
