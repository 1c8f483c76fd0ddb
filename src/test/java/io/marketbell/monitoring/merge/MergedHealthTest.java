package io.marketbell.monitoring.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.health.HealthFinding;
import io.marketbell.health.HealthLevel;
import io.marketbell.health.HealthState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergedHealthTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static HealthState state(HealthLevel level, int sinceSeconds, boolean durable, HealthFinding... findings) {
        return new HealthState(
                level, NOON.plusSeconds(sinceSeconds), NOON.plusSeconds(sinceSeconds), durable, List.of(findings));
    }

    private static HealthFinding api(HealthLevel level, Double value) {
        return new HealthFinding("api", level, value, "seconds", 1.0, 2.0, 50, NOON);
    }

    private static HealthFinding reachable(double value) {
        return new HealthFinding("database_reachable", HealthLevel.HEALTHY, value, "ratio", null, null, 1, NOON);
    }

    @Test
    void levelIsTheWorstSinceTheFirstNodeHadIt() {
        HealthState merged = MergedHealth.of(List.of(
                state(HealthLevel.HEALTHY, 0, true),
                state(HealthLevel.DEGRADED, 9, true),
                state(HealthLevel.DEGRADED, 5, true)));

        assertThat(merged.level()).isEqualTo(HealthLevel.DEGRADED);
        assertThat(merged.since()).isEqualTo(NOON.plusSeconds(5));
        assertThat(merged.asOf()).isEqualTo(NOON);
        assertThat(merged.durable()).isTrue();
    }

    @Test
    void durableNotificationsAreAcceptedOnlyIfAllNodesAcceptThem() {
        assertThat(MergedHealth.of(List.of(state(HealthLevel.HEALTHY, 0, true), state(HealthLevel.HEALTHY, 0, false)))
                        .durable())
                .isFalse();
    }

    @Test
    void eachFindingIsThatOfTheNodeWhereItIsWorst() {
        HealthFinding slow = api(HealthLevel.DEGRADED, 1.2);
        HealthFinding lost = reachable(0);
        HealthState merged = MergedHealth.of(List.of(
                state(HealthLevel.HEALTHY, 0, true, api(HealthLevel.HEALTHY, 1.9), lost),
                state(HealthLevel.DEGRADED, 0, true, slow, reachable(1))));

        assertThat(merged.findings()).containsExactly(slow, lost);
    }

    @Test
    void ofEqualLevelsTheGreaterValueIsWorseAndNoValueIsBest() {
        HealthFinding greater = api(HealthLevel.HEALTHY, 0.7);
        HealthState merged = MergedHealth.of(List.of(
                state(HealthLevel.HEALTHY, 0, true, api(HealthLevel.HEALTHY, null)),
                state(HealthLevel.HEALTHY, 0, true, greater),
                state(HealthLevel.HEALTHY, 0, true, api(HealthLevel.HEALTHY, 0.2))));

        assertThat(merged.findings()).containsExactly(greater);
    }
}
