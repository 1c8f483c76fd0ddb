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

    private final List<Criterion> criteria;
    private final Latch lost;
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
        lost = ticks.lostLatch(now);
        latest = new HealthState(HealthLevel.HEALTHY, now, now, true, findings());
    }

    private List<HealthFinding> findings() {
        return criteria.stream().map(Criterion::latest).toList();
    }

    /**
     * @param measured the new figures, or null if there is no new snapshot; the same figures are not evaluated
     *     twice
     * @param durable whether durable notifications are accepted
     */
    HealthState judge(HealthMeasurements measured, boolean reachable, boolean durable, Instant now) {
        if (measured != null) {
            criteria.forEach(criterion -> criterion.judge(measured, now));
        }
        lost.tick(!reachable, now);
        List<HealthFinding> findings = new ArrayList<>(findings());
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
