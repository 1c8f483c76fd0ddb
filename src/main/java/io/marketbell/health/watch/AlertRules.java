package io.marketbell.health.watch;

import static io.marketbell.health.watch.LevelThresholds.seconds;

import io.marketbell.health.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * All alerts. Their names and meanings match the Prometheus rules, so that operators without Prometheus have the same
 * alerts. Not thread-safe.
 */
final class AlertRules {
    private static final String PAGE = "page";
    private static final String TICKET = "ticket";
    private static final String SECONDS = "seconds";
    private static final String RATIO = "ratio";

    private static final Duration FAST_LONG = Duration.ofHours(1);
    private static final Duration FAST_SHORT = Duration.ofMinutes(5);
    private static final Duration SLOW_LONG = Duration.ofHours(6);
    private static final Duration SLOW_SHORT = Duration.ofMinutes(30);

    private final CountHistory history = new CountHistory();
    private final EvaluationTicks ticks;
    private final Instant begin;
    /** The only rule that is also evaluated while there is no new snapshot. */
    private final AlertRule lost;
    /** All rules, in the order in which they are reported. */
    private final List<AlertRule> rules;

    AlertRules(HealthSettings settings, Instant now) {
        ticks = settings.ticks();
        begin = now;
        LevelThresholds limits = settings.thresholds();
        ServiceObjectives objectives = settings.objectives();
        ErrorBudget failures = new ErrorBudget(
                history, objectives.availability(), EventCounts::requests, EventCounts::failures, ticks.samples());
        ErrorBudget lateness = new ErrorBudget(
                history, objectives.delivery(), EventCounts::deliveries, EventCounts::lateDeliveries, ticks.samples());
        lost = new AlertRule(
                ticks.lostLatch(now),
                "MarketbellDatabaseLost",
                PAGE,
                1.0,
                RATIO,
                measured -> null,
                "The database is unreachable; durable notifications are rejected.",
                "Check whether the database is running and reachable from this node.");
        rules = List.of(
                page(
                        "MarketbellAvailabilityBurnFast",
                        objectives.fastBurn(),
                        RATIO,
                        measured -> failures.burn(FAST_LONG, FAST_SHORT),
                        "Requests fail so often that the month's error budget would be used up within two days.",
                        "Check which routes answer 5xx and whether the database is reachable."),
                ticket(
                        "MarketbellAvailabilityBurnSlow",
                        objectives.slowBurn(),
                        RATIO,
                        measured -> failures.burn(SLOW_LONG, SLOW_SHORT),
                        "Requests have failed for hours at a higher rate than the objective allows.",
                        "Check which routes answer 5xx, and since when."),
                page(
                        "MarketbellDeliveryBurnFast",
                        objectives.fastBurn(),
                        RATIO,
                        measured -> lateness.burn(FAST_LONG, FAST_SHORT),
                        "Notifications are late so often that the month's error budget would be used up within two days.",
                        "Check the processor load, and which connections have the longest queues."),
                ticket(
                        "MarketbellDeliveryBurnSlow",
                        objectives.slowBurn(),
                        RATIO,
                        measured -> lateness.burn(SLOW_LONG, SLOW_SHORT),
                        "Notifications have been late for hours at a higher rate than the objective allows.",
                        "Check which connections have the longest queues, and whether more nodes are needed."),
                ticket(
                        "MarketbellApiSlow",
                        seconds(limits.apiDegraded()),
                        SECONDS,
                        measured -> judged(measured.api()),
                        "The API answers slowly.",
                        "Check which routes are slow, and whether the database is slow."),
                ticket(
                        "MarketbellOrdersSlow",
                        seconds(limits.ordersDegraded()),
                        SECONDS,
                        measured -> judged(measured.orders()),
                        "Orders take long to be accepted or rejected.",
                        "Check whether the brokers answer slowly: the time depends on them and on the publisher."),
                ticket(
                        "MarketbellDatabaseSlow",
                        seconds(limits.databaseDegraded()),
                        SECONDS,
                        measured -> judged(measured.database()),
                        "The database answers slowly.",
                        "Check what else uses the database and its disk."),
                lost,
                ticket(
                        "MarketbellDiskFilling",
                        limits.diskDegraded(),
                        RATIO,
                        measured -> oneSample(measured.disk()),
                        "The disk of the data directory is nearly full.",
                        "Add disk space, or remove other data from the disk."),
                page(
                        "MarketbellDiskFull",
                        limits.diskUnhealthy(),
                        RATIO,
                        measured -> oneSample(measured.disk()),
                        "The disk of the data directory is full; the embedded database no longer accepts durable notifications.",
                        "Add disk space now; the node recovers automatically."),
                ticket(
                        "MarketbellReadersTooSlow",
                        objectives.droppedForClients(),
                        "notifications",
                        HealthMeasurements::droppedForClients,
                        "Slow clients do not keep up; notifications for them are dropped.",
                        "Check which connections have the longest queues, and whether they share a network or a client."),
                ticket(
                        "MarketbellSeriesFolded",
                        0.0,
                        "recordings",
                        HealthMeasurements::foldedSeries,
                        "A metric has reached its maximum number of series; further series are combined.",
                        "Check which metric is affected, and which of its tags has so many values."),
                page(
                        "MarketbellPublicationRefused",
                        0.0,
                        "texts",
                        HealthMeasurements::refusedPublications,
                        "A notification was rejected because a text in it looks like an attack; its recipients do not receive it.",
                        "Find the place and the rule in the log; if it is a false alarm, set the mode of that place to report."));
    }

    private AlertRule page(
            String name,
            double threshold,
            String unit,
            Function<HealthMeasurements, Double> source,
            String summary,
            String action) {
        return new AlertRule(ticks.latch(begin), name, PAGE, threshold, unit, source, summary, action);
    }

    private AlertRule ticket(
            String name,
            double threshold,
            String unit,
            Function<HealthMeasurements, Double> source,
            String summary,
            String action) {
        return new AlertRule(ticks.latch(begin), name, TICKET, threshold, unit, source, summary, action);
    }

    /**
     * @param measured the new figures, or null if there is no new snapshot since the last tick
     * @param reachable false if the database is lost; true for a node that must not use it
     */
    List<Alert> tick(HealthMeasurements measured, boolean reachable, Instant now) {
        lost.tick(reachable ? 1.0 : 0.0, !reachable, now);
        if (measured != null) {
            history.add(measured.counts());
            rules.stream().filter(rule -> rule != lost).forEach(rule -> rule.tick(measured, now));
        }
        return rules.stream().map(AlertRule::latest).toList();
    }

    private Double judged(HealthMeasurements.Figure figure) {
        return figure.samples() >= ticks.samples() ? figure.value() : null;
    }

    private static Double oneSample(HealthMeasurements.Figure figure) {
        return figure.samples() > 0 ? figure.value() : null;
    }
}
