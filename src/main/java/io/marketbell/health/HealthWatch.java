package io.marketbell.health;

import io.marketbell.metrics.Metric;
import io.marketbell.metrics.MetricsService;
import io.marketbell.metrics.Reading;
import io.marketbell.metrics.Snapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Evaluates health at each tick. Reading the result is thread-safe. */
final class HealthWatch implements Health {
    private final MetricsService metrics;
    private final Vitals vitals;
    private final InstantSource clock;
    private final HealthSettings settings;
    private final Judge judge;
    private final Alarms alarms;
    private Instant judged = Instant.MIN;
    private volatile Told told;

    private record Told(State state, List<Alert> alerts) {}

    HealthWatch(MetricsService metrics, Vitals vitals, HealthSettings settings, InstantSource clock) {
        this.metrics = metrics;
        this.vitals = vitals;
        this.settings = settings;
        this.clock = clock;
        // check before counting starts: an unsupported setting fails the start of the application
        Reading.Cumulative.bucketUpTo(Thresholds.seconds(settings.objectives().deliveryWithin()));
        Instant now = clock.instant();
        this.judge = new Judge(settings.ticks(), settings.thresholds(), now);
        this.alarms = new Alarms(settings, now);
        tick();
        metrics.watch(Metric.HEALTH_LEVEL, () -> state().level().ordinal());
    }

    synchronized void tick() {
        Instant now = clock.instant();
        Snapshot snapshot = metrics.snapshot();
        Measured measured = null;
        if (!snapshot.asOf().equals(judged)) {
            judged = snapshot.asOf();
            measured = Measured.of(snapshot, settings.objectives().deliveryWithin());
        }
        boolean reachable = vitals.isDatabaseReachable();
        boolean durable = reachable && vitals.isJournalWritten();
        told = new Told(judge.judge(measured, reachable, durable, now), alarms.tick(measured, reachable, now));
    }

    @Override
    public State state() {
        return told.state();
    }

    @Override
    public List<Alert> alerts() {
        return told.alerts();
    }
}
