package io.marketbell.health;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Overall health as of the last evaluation. Immutable.
 *
 * @param level worst level of all findings
 * @param since start of this level
 * @param asOf time of the evaluation
 * @param durable whether durable notifications were accepted at that time
 */
public record HealthState(
        HealthLevel level, Instant since, Instant asOf, boolean durable, List<HealthFinding> findings) {
    public HealthState {
        Objects.requireNonNull(level);
        Objects.requireNonNull(since);
        Objects.requireNonNull(asOf);
        findings = List.copyOf(findings);
    }
}
