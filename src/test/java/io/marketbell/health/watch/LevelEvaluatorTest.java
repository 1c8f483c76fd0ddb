package io.marketbell.health.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.health.HealthFinding;
import io.marketbell.health.HealthLevel;
import io.marketbell.health.HealthState;
import io.marketbell.health.watch.HealthMeasurements.Figure;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelEvaluatorTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T16:00:00Z");
    private static final Figure FINE = new Figure(0.004, 500);

    private final LevelEvaluator evaluator =
            new LevelEvaluator(EvaluationTicks.DEFAULT, LevelThresholds.DEFAULT, BEGIN);
    private Instant now = BEGIN;
    private HealthState state;

    private static HealthMeasurements measured(String name, double value, long samples) {
        Figure figure = new Figure(value, samples);
        return new HealthMeasurements(
                name.equals("api") ? figure : FINE,
                name.equals("api_errors") ? figure : FINE,
                name.equals("orders") ? figure : FINE,
                name.equals("database") ? figure : FINE,
                name.equals("data_disk") ? figure : FINE,
                new EventCounts(BEGIN, 0, 0, 0, 0),
                0,
                0,
                0);
    }

    private HealthState judge(HealthMeasurements measured, boolean reachable) {
        now = now.plusSeconds(10);
        state = evaluator.judge(measured, reachable, reachable, ClusterSituation.ONE_NODE, now);
        return state;
    }

    private HealthLevel levelAfter(int ticks, String name, double value, long samples) {
        for (int i = 0; i < ticks; i++) {
            judge(measured(name, value, samples), true);
        }
        return state.level();
    }

    private HealthFinding finding(String name) {
        return state.findings().stream()
                .filter(finding -> finding.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "api, 1.0, HEALTHY",
        "api, 1.01, DEGRADED",
        "api, 2.0, DEGRADED",
        "api, 2.01, UNHEALTHY",
        "data_disk, 0.9, HEALTHY",
        "data_disk, 0.91, DEGRADED",
        "data_disk, 0.97, DEGRADED",
        "data_disk, 0.98, UNHEALTHY",
        "api_errors, 0.05, HEALTHY",
        "api_errors, 0.051, UNHEALTHY",
        "orders, 0.1, HEALTHY",
        "orders, 0.101, DEGRADED",
        "orders, 0.25, DEGRADED",
        "orders, 0.251, UNHEALTHY",
        "database, 0.5, HEALTHY",
        "database, 0.51, DEGRADED",
        "database, 60, DEGRADED"
    })
    void thresholdsMatchTheDocumentation(String name, double value, HealthLevel expected) {
        assertThat(levelAfter(2, name, value, 30)).isEqualTo(expected);
        assertThat(finding(name).level()).isEqualTo(expected);
        assertThat(finding(name).value()).isEqualTo(value);
    }

    @Test
    void twoBadTicksChangeTheLevelAndOneDoesNot() {
        assertThat(levelAfter(1, "api", 3, 100)).isEqualTo(HealthLevel.HEALTHY);
        assertThat(levelAfter(1, "api", 3, 100)).isEqualTo(HealthLevel.UNHEALTHY);
        assertThat(state.since()).isEqualTo(now);
        assertThat(finding("api").since()).isEqualTo(now);
    }

    @Test
    void threeGoodTicksMakeTheNodeHealthyAgain() {
        levelAfter(2, "api", 3, 100);
        Instant bad = now;

        assertThat(levelAfter(2, "api", 0.1, 100)).isEqualTo(HealthLevel.UNHEALTHY);
        assertThat(state.since()).isEqualTo(bad);
        assertThat(levelAfter(1, "api", 0.1, 100)).isEqualTo(HealthLevel.HEALTHY);
    }

    @Test
    void levelsChangeThroughDegradedInBothDirections() {
        levelAfter(1, "orders", 0.2, 100);

        assertThat(levelAfter(1, "orders", 0.3, 100)).isEqualTo(HealthLevel.DEGRADED);
        assertThat(levelAfter(1, "orders", 0.3, 100)).isEqualTo(HealthLevel.UNHEALTHY);
        assertThat(levelAfter(3, "orders", 0.2, 100)).isEqualTo(HealthLevel.DEGRADED);
        assertThat(levelAfter(3, "orders", 0.05, 100)).isEqualTo(HealthLevel.HEALTHY);
    }

    @Test
    void fewerThanThirtySamplesDoNotChangeTheLevelAndAreShown() {
        assertThat(levelAfter(5, "api", 30, 29)).isEqualTo(HealthLevel.HEALTHY);
        assertThat(finding("api").value()).isNull();
        assertThat(finding("api").samples()).isEqualTo(29);
        assertThat(levelAfter(2, "api", 30, 30)).isEqualTo(HealthLevel.UNHEALTHY);
    }

    @Test
    void anUnusedFunctionBecomesHealthy() {
        levelAfter(2, "orders", 3, 100);

        assertThat(levelAfter(3, "orders", Double.NaN, 0)).isEqualTo(HealthLevel.HEALTHY);
    }

    @Test
    void aLostDatabaseIsUnhealthyFromTheThirdTickAndNotDurableFromTheFirst() {
        assertThat(judge(measured("api", 0.1, 100), false).durable()).isFalse();
        assertThat(judge(null, false).level()).isEqualTo(HealthLevel.HEALTHY);
        assertThat(judge(null, false).level()).isEqualTo(HealthLevel.UNHEALTHY);
        assertThat(finding("database_reachable").value()).isZero();
        assertThat(finding("database_reachable").since()).isEqualTo(now);

        assertThat(judge(null, true).durable()).isTrue();
        assertThat(judge(null, true).level()).isEqualTo(HealthLevel.UNHEALTHY);
        assertThat(judge(null, true).level()).isEqualTo(HealthLevel.HEALTHY);
    }

    @Test
    void unchangedFiguresDoNotCountAgain() {
        levelAfter(1, "api", 3, 100);
        judge(null, true);
        judge(null, true);

        assertThat(state.level()).isEqualTo(HealthLevel.HEALTHY);
        assertThat(finding("api").value()).isEqualTo(3);
    }

    @Test
    void theOverallLevelIsTheWorstLevel() {
        levelAfter(2, "database", 3, 100);
        assertThat(judge(null, false).level()).isEqualTo(HealthLevel.DEGRADED);
        judge(null, false);

        assertThat(judge(null, false).level()).isEqualTo(HealthLevel.UNHEALTHY);
    }

    @Test
    void contradictoryThresholdsAreRejected() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() ->
                        new LevelThresholds(second.plusMillis(1), second, 0.05, second, second, second, 0.9, 0.97))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LevelThresholds(second, second, 0.05, second, second, second, 0.98, 0.97))
                .hasMessageContaining("disk");
    }
}
