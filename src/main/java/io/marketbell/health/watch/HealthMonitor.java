package io.marketbell.health.watch;

import io.marketbell.health.Alert;
import io.marketbell.health.Health;
import io.marketbell.health.HealthState;
import io.marketbell.health.RuntimeStatus;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.MetricsService;
import io.marketbell.metrics.Reading;
import io.marketbell.metrics.Snapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Evaluates health at each tick. Reading the result is thread-safe. */
final class HealthMonitor implements Health {
    private final MetricsService metrics;
    private final RuntimeStatus status;
    private final InstantSource clock;
    private final HealthSettings settings;
    private final LevelEvaluator evaluator;
    private final AlertRules rules;
    private Instant judged = Instant.MIN;
    private volatile Evaluation latest;

    private record Evaluation(HealthState state, List<Alert> alerts) {}

    HealthMonitor(MetricsService metrics, RuntimeStatus status, HealthSettings settings, InstantSource clock) {
        this.metrics = metrics;
        this.status = status;
        this.settings = settings;
        this.clock = clock;
        // check before counting starts: an unsupported setting fails the start of the application
        Reading.Cumulative.bucketUpTo(
                LevelThresholds.seconds(settings.objectives().deliveryWithin()));
        Instant now = clock.instant();
        this.evaluator = new LevelEvaluator(settings.ticks(), settings.thresholds(), now);
        this.rules = new AlertRules(settings, now);
        tick();
        metrics.watch(Metric.HEALTH_LEVEL, () -> state().level().ordinal());
    }

    synchronized void tick() {
        Instant now = clock.instant();
        Snapshot snapshot = metrics.snapshot();
        HealthMeasurements measured = null;
        if (!snapshot.asOf().equals(judged)) {
            judged = snapshot.asOf();
            measured = HealthMeasurements.of(snapshot, settings.objectives().deliveryWithin());
        }
        boolean reachable = status.isDatabaseReachable();
        boolean durable = reachable && status.isJournalWritten();
        latest = new Evaluation(
                evaluator.judge(measured, reachable, durable, ClusterSituation.of(status), now),
                rules.tick(measured, reachable || status.mustNotUseDatabase(), now));
    }

    @Override
    public HealthState state() {
        return latest.state();
    }

    @Override
    public List<Alert> alerts() {
        return latest.alerts();
    }
}
