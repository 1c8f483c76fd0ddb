package io.marketbell.health;

import static io.marketbell.health.Thresholds.seconds;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Evaluates the overall state at each tick. Not thread-safe. */
final class Judge {
    private static final String SECONDS = "seconds";
    private static final String RATIO = "ratio";

    private final Criterion api;
    private final Criterion errors;
    private final Criterion orders;
    private final Criterion database;
    private final Criterion disk;
    private final Latch lost;
    private List<Finding> figures;
    private State latest;

    Judge(Ticks ticks, Thresholds limits, Instant now) {
        api = new Criterion("api", SECONDS, seconds(limits.apiDegraded()), seconds(limits.apiUnhealthy()), ticks, now);
        errors = new Criterion("api_errors", RATIO, null, limits.errors(), ticks, now);
        orders = new Criterion(
                "orders", SECONDS, seconds(limits.ordersDegraded()), seconds(limits.ordersUnhealthy()), ticks, now);
        database = new Criterion("database", SECONDS, seconds(limits.databaseDegraded()), null, ticks, now);
        disk = new Criterion(
                "data_disk", RATIO, limits.diskDegraded(), limits.diskUnhealthy(), ticks.ofOneSample(), now);
        lost = ticks.lostLatch(now);
        Measured.Figure none = new Measured.Figure(Double.NaN, 0);
        figures = figures(none, none, none, none, none, now);
        latest = new State(Level.HEALTHY, now, now, true, figures);
    }

    private List<Finding> figures(
            Measured.Figure ofApi,
            Measured.Figure ofErrors,
            Measured.Figure ofOrders,
            Measured.Figure ofDatabase,
            Measured.Figure ofDisk,
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
    State judge(Measured measured, boolean reachable, boolean durable, Instant now) {
        if (measured != null) {
            figures = figures(
                    measured.api(), measured.errors(), measured.orders(), measured.database(), measured.disk(), now);
        }
        lost.tick(!reachable, now);
        List<Finding> findings = new ArrayList<>(figures);
        findings.add(reachable(reachable));
        Level level = findings.stream().map(Finding::level).reduce(Level.HEALTHY, Level::orWorse);
        Instant since = level == latest.level() ? latest.since() : now;
        latest = new State(level, since, now, durable, findings);
        return latest;
    }

    private Finding reachable(boolean reachable) {
        Level level = lost.isOn() ? Level.UNHEALTHY : Level.HEALTHY;
        return new Finding("database_reachable", level, reachable ? 1.0 : 0.0, RATIO, null, null, 1, lost.since());
    }
}
