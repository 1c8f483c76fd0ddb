package io.marketbell.health.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.health.Alert;
import io.marketbell.health.HealthFinding;
import io.marketbell.health.HealthLevel;
import io.marketbell.metrics.InProcessMetrics;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.MetricsService;
import io.marketbell.testkit.clock.TestClock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests the evaluation from recorded metrics to reported levels. */
class HealthMonitorTest {
    /** Longer than the metrics wait for their timer, which does not run in this test. */
    private static final Duration TICK = Duration.ofSeconds(20);

    private static final String PUBLISH = "/api/v1/notifications";

    private final TestClock clock = TestClock.at("2026-11-23T16:00:00Z");
    private final ScriptedRuntimeStatus vitals = new ScriptedRuntimeStatus();
    private final MetricsService metrics = new InProcessMetrics(clock, System::nanoTime, Runnable::run);
    private final HealthMonitor monitor = new HealthMonitor(metrics, vitals, HealthSettings.DEFAULT, clock);

    private void tick() {
        clock.advance(TICK);
        metrics.snapshot();
        monitor.tick();
    }

    private void answers(int count, String route, String status, long millis) {
        for (int i = 0; i < count; i++) {
            metrics.timings(Metric.HTTP_REQUEST_DURATION)
                    .of("POST", route, status)
                    .record(TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    private void durations(Metric metric, int count, long millis, String... tags) {
        for (int i = 0; i < count; i++) {
            (tags.length == 1
                            ? metrics.timings(metric).of(tags[0])
                            : metrics.timings(metric).of(tags[0], tags[1]))
                    .record(TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    private HealthFinding finding(String name) {
        return monitor.state().findings().stream()
                .filter(finding -> finding.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void slowApiResponsesDegradeDespiteFastFilesAndUnknownPaths() {
        for (int i = 0; i < 2; i++) {
            answers(40, PUBLISH, "2xx", 1_500);
            answers(10_000, "unmatched", "4xx", 1);
            answers(10_000, "static", "2xx", 1);
            answers(1_000, "/api/v1/monitoring/summary", "2xx", 1);
            tick();
        }

        assertThat(monitor.state().level()).isEqualTo(HealthLevel.DEGRADED);
        assertThat(finding("api").value()).isBetween(1.5, 1.52);
        assertThat(finding("api").samples()).isEqualTo(80);
        assertThat(monitor.state().durable()).isTrue();
    }

    @Test
    void aBusThatIsAwayDegradesAfterTwoTicks() {
        vitals.hasBus = true;
        tick();
        assertThat(finding("bus_reachable").value()).isEqualTo(1.0);

        vitals.busUp = false;
        tick();
        assertThat(monitor.state().level()).isEqualTo(HealthLevel.HEALTHY);
        tick();
        assertThat(monitor.state().level()).isEqualTo(HealthLevel.DEGRADED);
        assertThat(finding("bus_reachable").level()).isEqualTo(HealthLevel.DEGRADED);
        assertThat(finding("bus_reachable").value()).isZero();

        vitals.busUp = true;
        for (int i = 0; i < 3; i++) {
            tick();
        }
        assertThat(monitor.state().level()).isEqualTo(HealthLevel.HEALTHY);
    }

    @Test
    void aMissingNodeDegrades() {
        vitals.nodesExpected = 3;
        vitals.nodesAlive = 2;
        tick();
        tick();

        assertThat(monitor.state().level()).isEqualTo(HealthLevel.DEGRADED);
        assertThat(finding("nodes_running").value()).isEqualTo(2 / 3.0);
    }

    @Test
    void oneNodeHasNoFindingsAboutOthers() {
        tick();

        assertThat(monitor.state().findings())
                .extracting(HealthFinding::name)
                .doesNotContain("bus_reachable", "nodes_running");
    }

    private String databaseLost() {
        return monitor.alerts().stream()
                .filter(alert -> alert.name().equals("MarketbellDatabaseLost"))
                .map(Alert::state)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void refusedNodeHasNotLostItsDatabase() {
        vitals.reachable = false;
        vitals.refusal = "another node has the same name";
        for (int i = 0; i < 4; i++) {
            tick();
        }
        assertThat(databaseLost()).isEqualTo("inactive");

        vitals.refusal = "";
        for (int i = 0; i < 3; i++) {
            tick();
        }
        assertThat(databaseLost()).isEqualTo("firing");
    }

    @Test
    void moreThanFivePercentFailedResponsesAreUnhealthy() {
        for (int i = 0; i < 2; i++) {
            answers(94, PUBLISH, "2xx", 5);
            answers(6, PUBLISH, "5xx", 5);
            tick();
        }

        assertThat(finding("api_errors").value()).isEqualTo(0.06);
        assertThat(monitor.state().level()).isEqualTo(HealthLevel.UNHEALTHY);
    }

    @Test
    void monitoringRequestsDoNotAffectTheLevel() {
        for (int i = 0; i < 3; i++) {
            answers(100, "/api/v1/monitoring/health", "5xx", 5);
            tick();
        }

        assertThat(monitor.state().level()).isEqualTo(HealthLevel.HEALTHY);
    }

    @Test
    void ordersAndTheDatabaseAreEvaluatedOverAllTheirSeries() {
        for (int i = 0; i < 2; i++) {
            durations(Metric.ORDER_DURATION, 20, 150, "accepted");
            durations(Metric.ORDER_DURATION, 20, 150, "rejected");
            durations(Metric.DB_QUERY_DURATION, 20, 700, "append", "success");
            durations(Metric.DB_QUERY_DURATION, 20, 700, "keys", "failure");
            tick();
        }

        assertThat(finding("orders").level()).isEqualTo(HealthLevel.DEGRADED);
        assertThat(finding("database").level()).isEqualTo(HealthLevel.DEGRADED);
        assertThat(finding("database").samples()).isEqualTo(80);
    }

    @Test
    void theLevelIsAMetric() {
        vitals.reachable = false;
        for (int i = 0; i < 4; i++) {
            tick();
        }

        assertThat(monitor.state().level()).isEqualTo(HealthLevel.UNHEALTHY);
        assertThat(monitor.state().durable()).isFalse();
        assertThat(metrics.snapshot().value(Metric.HEALTH_LEVEL, Map.of())).isEqualTo(2);
    }

    @Test
    void aJournalWithoutAWriterIsNotDurable() {
        vitals.written = false;
        tick();

        assertThat(monitor.state().durable()).isFalse();
    }

    @Test
    void lateDeliveriesAndFailuresReachTheirAlerts() {
        for (int i = 0; i < 6; i++) {
            answers(80, PUBLISH, "2xx", 5);
            answers(20, PUBLISH, "5xx", 5);
            durations(Metric.WS_DELIVERY_DURATION, 50, 20, "high");
            durations(Metric.WS_DELIVERY_DURATION, 50, 900, "low");
            tick();
        }

        assertThat(monitor.alerts())
                .filteredOn(alert -> alert.state().equals("firing"))
                .extracting(Alert::name)
                .contains("MarketbellAvailabilityBurnFast", "MarketbellDeliveryBurnFast");
    }

    @Test
    void anObjectiveThatIsNotABucketBoundFailsTheStart() {
        ServiceObjectives objectives = new ServiceObjectives(0.999, 0.99, Duration.ofMillis(470), 14.4, 6, 100);
        HealthSettings settings = new HealthSettings(
                EvaluationTicks.DEFAULT, LevelThresholds.DEFAULT, objectives, Duration.ofSeconds(30));

        assertThatThrownBy(() -> new HealthMonitor(metrics, vitals, settings, clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.47 s");
    }

    @Test
    void anIdleNightIsHealthyAndTheMorningIsEvaluatedByNewFigures() {
        for (int i = 0; i < 2; i++) {
            answers(40, PUBLISH, "2xx", 3_000);
            tick();
        }
        assertThat(monitor.state().level()).isEqualTo(HealthLevel.UNHEALTHY);

        for (int i = 0; i < 8 * 180; i++) {
            tick();
        }
        assertThat(monitor.state().level()).isEqualTo(HealthLevel.HEALTHY);
        assertThat(finding("api").value()).isNull();
        assertThat(monitor.alerts()).allMatch(alert -> alert.state().equals("inactive"));

        answers(40, PUBLISH, "2xx", 1_200);
        tick();
        tick();
        assertThat(finding("api").value()).isBetween(1.2, 1.21);
        assertThat(monitor.state().level()).isEqualTo(HealthLevel.DEGRADED);
    }
}
