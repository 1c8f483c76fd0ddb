package io.marketbell.health.watch;

import static io.marketbell.health.watch.LevelThresholds.seconds;

import io.marketbell.health.HealthFinding;
import io.marketbell.health.HealthLevel;
import io.marketbell.health.HealthState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Evaluates the overall state at each tick. Not thread-safe. */
final class LevelEvaluator {
    private static final String SECONDS = "seconds";
    private static final String RATIO = "ratio";

    private final Criterion api;
    private final Criterion errors;
    private final Criterion orders;
    private final Criterion database;
    private final Criterion disk;
    private final Latch lost;
    private List<HealthFinding> figures;
    private HealthState latest;

    LevelEvaluator(EvaluationTicks ticks, LevelThresholds limits, Instant now) {
        api = new Criterion("api", SECONDS, seconds(limits.apiDegraded()), seconds(limits.apiUnhealthy()), ticks, now);
        errors = new Criterion("api_errors", RATIO, null, limits.errors(), ticks, now);
        orders = new Criterion(
                "orders", SECONDS, seconds(limits.ordersDegraded()), seconds(limits.ordersUnhealthy()), ticks, now);
        database = new Criterion("database", SECONDS, seconds(limits.databaseDegraded()), null, ticks, now);
        disk = new Criterion(
                "data_disk", RATIO, limits.diskDegraded(), limits.diskUnhealthy(), ticks.ofOneSample(), now);
        lost = ticks.lostLatch(now);
        HealthMeasurements.Figure none = new HealthMeasurements.Figure(Double.NaN, 0);
        figures = figures(none, none, none, none, none, now);
        latest = new HealthState(HealthLevel.HEALTHY, now, now, true, figures);
    }

    private List<HealthFinding> figures(
            HealthMeasurements.Figure ofApi,
            HealthMeasurements.Figure ofErrors,
            HealthMeasurements.Figure ofOrders,
            HealthMeasurements.Figure ofDatabase,
            HealthMeasurements.Figure ofDisk,
            Instant now) {
        return List.of(
                api.judge(ofApi, now),
                errors.judge(ofErrors, now),
                orders.judge(ofOrders, now),
                database.judge(ofDatabase, now),
                disk.judge(ofDisk, now));
    }

    /**
     * @param measured the new figures, or null if there is no new snapshot; the same figures are not evaluated
     *     twice
     * @param durable whether durable notifications are accepted
     */
    HealthState judge(HealthMeasurements measured, boolean reachable, boolean durable, Instant now) {
        if (measured != null) {
            figures = figures(
                    measured.api(), measured.errors(), measured.orders(), measured.database(), measured.disk(), now);
        }
        lost.tick(!reachable, now);
        List<HealthFinding> findings = new ArrayList<>(figures);
        findings.add(reachable(reachable));
        HealthLevel level =
                findings.stream().map(HealthFinding::level).reduce(HealthLevel.HEALTHY, HealthLevel::orWorse);
        Instant since = level == latest.level() ? latest.since() : now;
        latest = new HealthState(level, since, now, durable, findings);
        return latest;
    }

    private HealthFinding reachable(boolean reachable) {
        HealthLevel level = lost.isOn() ? HealthLevel.UNHEALTHY : HealthLevel.HEALTHY;
        return new HealthFinding(
                "database_reachable", level, reachable ? 1.0 : 0.0, RATIO, null, null, 1, lost.since());
    }
}
