package io.marketbell.monitoring.merge;

import io.marketbell.health.HealthFinding;
import io.marketbell.health.HealthLevel;
import io.marketbell.health.HealthState;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Merges the health of several nodes: each finding is that of the node where it is worst. */
final class MergedHealth {
    private MergedHealth() {}

    /** @param states at least one */
    static HealthState of(List<HealthState> states) {
        HealthLevel level = states.stream().map(HealthState::level).reduce(HealthLevel.HEALTHY, HealthLevel::orWorse);
        Map<String, HealthFinding> findings = new LinkedHashMap<>();
        for (HealthState state : states) {
            state.findings().forEach(finding -> findings.merge(finding.name(), finding, MergedHealth::worse));
        }
        return new HealthState(
                level,
                earliest(states.stream()
                        .filter(state -> state.level() == level)
                        .map(HealthState::since)
                        .toList()),
                earliest(states.stream().map(HealthState::asOf).toList()),
                states.stream().allMatch(HealthState::durable),
                List.copyOf(findings.values()));
    }

    private static Instant earliest(List<Instant> times) {
        return times.stream().min(Comparator.naturalOrder()).orElseThrow();
    }

    /** Of findings with the same level, the one with a value, then the one that is nearer to its limits. */
    private static HealthFinding worse(HealthFinding one, HealthFinding other) {
        int byLevel = one.level().compareTo(other.level());
        if (byLevel != 0) {
            return byLevel > 0 ? one : other;
        }
        if (one.value() == null || other.value() == null) {
            return other.value() == null ? one : other;
        }
        boolean hasLimit = one.degradedAbove() != null || one.unhealthyAbove() != null;
        boolean isGreater = one.value() >= other.value();
        // without a limit it is a share of what is reachable
        return isGreater == hasLimit ? one : other;
    }
}
