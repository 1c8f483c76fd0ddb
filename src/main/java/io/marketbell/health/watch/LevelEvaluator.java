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
    static final String RATIO = "ratio";

    private final List<Criterion> criteria;
    private final Condition reachable;
    private final Condition bus;
    private final Condition nodes;
    private HealthState latest;

    LevelEvaluator(EvaluationTicks ticks, LevelThresholds limits, Instant now) {
        criteria = List.of(
                new Criterion(
                        "api",
                        SECONDS,
                        seconds(limits.apiDegraded()),
                        seconds(limits.apiUnhealthy()),
                        HealthMeasurements::api,
                        ticks,
                        now),
                new Criterion("api_errors", RATIO, null, limits.errors(), HealthMeasurements::errors, ticks, now),
                new Criterion(
                        "orders",
                        SECONDS,
                        seconds(limits.ordersDegraded()),
                        seconds(limits.ordersUnhealthy()),
                        HealthMeasurements::orders,
                        ticks,
                        now),
                new Criterion(
                        "database",
                        SECONDS,
                        seconds(limits.databaseDegraded()),
                        null,
                        HealthMeasurements::database,
                        ticks,
                        now),
                new Criterion(
                        "data_disk",
                        RATIO,
                        limits.diskDegraded(),
                        limits.diskUnhealthy(),
                        HealthMeasurements::disk,
                        ticks.ofOneSample(),
                        now));
        reachable = new Condition("database_reachable", HealthLevel.UNHEALTHY, ticks.lostLatch(now));
        bus = new Condition("bus_reachable", HealthLevel.DEGRADED, ticks.latch(now));
        nodes = new Condition("nodes_running", HealthLevel.DEGRADED, ticks.latch(now));
        latest = new HealthState(HealthLevel.HEALTHY, now, now, true, findings());
    }

    private List<HealthFinding> findings() {
        return criteria.stream().map(Criterion::latest).toList();
    }

    /**
     * @param measured the new figures, or null if there is no new snapshot; the same figures are not evaluated
     *     twice
     * @param isReachable whether the database is reachable
     * @param durable whether durable notifications are accepted
     */
    HealthState judge(
            HealthMeasurements measured, boolean isReachable, boolean durable, ClusterSituation cluster, Instant now) {
        if (measured != null) {
            criteria.forEach(criterion -> criterion.judge(measured, now));
        }
        List<HealthFinding> findings = new ArrayList<>(findings());
        findings.add(reachable.judge(isReachable ? 1 : 0, now));
        if (cluster.hasBus()) {
            findings.add(bus.judge(cluster.isBusUp() ? 1 : 0, now));
        }
        if (cluster.hasSeveralNodes()) {
            findings.add(nodes.judge(cluster.runningShare(), now));
        }
        HealthLevel level =
                findings.stream().map(HealthFinding::level).reduce(HealthLevel.HEALTHY, HealthLevel::orWorse);
        Instant since = level == latest.level() ? latest.since() : now;
        latest = new HealthState(level, since, now, durable, findings);
        return latest;
    }
}
