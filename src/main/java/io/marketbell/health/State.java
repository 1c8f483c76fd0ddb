package io.marketbell.health;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * How the whole stands, as it was last judged. Immutable.
 *
 * @param level the worst of the findings'
 * @param since when it has been at this level
 * @param asOf when it was judged
 * @param durable whether durable notifications were taken then
 */
public record State(Level level, Instant since, Instant asOf, boolean durable, List<Finding> findings) {
    public State {
        Objects.requireNonNull(level);
        Objects.requireNonNull(since);
        Objects.requireNonNull(asOf);
        findings = List.copyOf(findings);
    }
}
