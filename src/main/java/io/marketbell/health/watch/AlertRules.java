package io.marketbell.health.watch;

import static io.marketbell.health.watch.LevelThresholds.seconds;

import io.marketbell.health.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

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
    private final ErrorBudget failures;
    private final ErrorBudget lateness;
    private final int samplesNeeded;
    private final AlertRule availabilityFast;
    private final AlertRule availabilitySlow;
    private final AlertRule deliveryFast;
    private final AlertRule deliverySlow;
    private final AlertRule api;
    private final AlertRule orders;
    private final AlertRule database;
    private final AlertRule lost;
    private final AlertRule diskFilling;
    private final AlertRule diskFull;
    private final AlertRule clients;
    private final AlertRule series;
    private final AlertRule refused;

    AlertRules(HealthSettings settings, Instant now) {
        EvaluationTicks ticks = settings.ticks();
        LevelThresholds limits = settings.thresholds();
        ServiceObjectives objectives = settings.objectives();
        samplesNeeded = ticks.samples();
        failures = new ErrorBudget(
                history, objectives.availability(), EventCounts::requests, EventCounts::failures, samplesNeeded);
        lateness = new ErrorBudget(
                history, objectives.delivery(), EventCounts::deliveries, EventCounts::lateDeliveries, samplesNeeded);
        availabilityFast = new AlertRule(
                ticks.latch(now),
                "MarketbellAvailabilityBurnFast",
                PAGE,
                objectives.fastBurn(),
                RATIO,
                "Requests fail so often that the month's error budget would be used up within two days.",
                "Check which routes answer 5xx and whether the database is reachable.");
        availabilitySlow = new AlertRule(
                ticks.latch(now),
                "MarketbellAvailabilityBurnSlow",
                TICKET,
                objectives.slowBurn(),
                RATIO,
                "Requests have failed for hours at a higher rate than the objective allows.",
                "Check which routes answer 5xx, and since when.");
        deliveryFast = new AlertRule(
                ticks.latch(now),
                "MarketbellDeliveryBurnFast",
                PAGE,
                objectives.fastBurn(),
                RATIO,
                "Notifications are late so often that the month's error budget would be used up within two days.",
                "Check the processor load, and which connections have the longest queues.");
        deliverySlow = new AlertRule(
                ticks.latch(now),
                "MarketbellDeliveryBurnSlow",
                TICKET,
                objectives.slowBurn(),
                RATIO,
                "Notifications have been late for hours at a higher rate than the objective allows.",
                "Check which connections have the longest queues, and whether more nodes are needed.");
        api = slow(
                ticks,
                now,
                "MarketbellApiSlow",
                limits.apiDegraded(),
                "The API answers slowly.",
                "Check which routes are slow, and whether the database is slow.");
        orders = slow(
                ticks,
                now,
                "MarketbellOrdersSlow",
                limits.ordersDegraded(),
                "Orders take long to be accepted or rejected.",
                "Check whether the brokers answer slowly: the time depends on them and on the publisher.");
        database = slow(
                ticks,
                now,
                "MarketbellDatabaseSlow",
                limits.databaseDegraded(),
                "The database answers slowly.",
                "Check what else uses the database and its disk.");
        lost = new AlertRule(
                ticks.lostLatch(now),
                "MarketbellDatabaseLost",
                PAGE,
                1.0,
                RATIO,
                "The database is unreachable; durable notifications are rejected.",
                "Check whether the database is running and reachable from this node.");
        diskFilling = new AlertRule(
                ticks.latch(now),
                "MarketbellDiskFilling",
                TICKET,
                limits.diskDegraded(),
                RATIO,
                "The disk of the data directory is nearly full.",
                "Add disk space, or remove other data from the disk.");
        diskFull = new AlertRule(
                ticks.latch(now),
                "MarketbellDiskFull",
                PAGE,
                limits.diskUnhealthy(),
                RATIO,
                "The disk of the data directory is full; the embedded database no longer accepts durable notifications.",
                "Add disk space now; the node recovers automatically.");
        clients = new AlertRule(
                ticks.latch(now),
                "MarketbellReadersTooSlow",
                TICKET,
                (double) objectives.droppedForClients(),
                "notifications",
                "Slow clients do not keep up; notifications for them are dropped.",
                "Check which connections have the longest queues, and whether they share a network or a client.");
        series = new AlertRule(
                ticks.latch(now),
                "MarketbellSeriesFolded",
                TICKET,
                0.0,
                "recordings",
                "A metric has reached its maximum number of series; further series are combined.",
                "Check which metric is affected, and which of its tags has so many values.");
        refused = new AlertRule(
                ticks.latch(now),
                "MarketbellPublicationRefused",
                PAGE,
                0.0,
                "texts",
                "A notification was rejected because a text in it looks like an attack; its recipients do not receive it.",
                "Find the place and the rule in the log; if it is a false alarm, set the mode of that place to report.");
    }

    private static AlertRule slow(
            EvaluationTicks ticks, Instant now, String name, Duration limit, String summary, String action) {
        return new AlertRule(ticks.latch(now), name, TICKET, seconds(limit), SECONDS, summary, action);
    }

    /** @param measured the new figures, or null if there is no new snapshot since the last tick */
    List<Alert> tick(HealthMeasurements measured, boolean reachable, Instant now) {
        lost.tick(reachable ? 1.0 : 0.0, !reachable, now);
        if (measured != null) {
            history.add(measured.counts());
            availabilityFast.tick(failures.burn(FAST_LONG, FAST_SHORT), now);
            availabilitySlow.tick(failures.burn(SLOW_LONG, SLOW_SHORT), now);
            deliveryFast.tick(lateness.burn(FAST_LONG, FAST_SHORT), now);
            deliverySlow.tick(lateness.burn(SLOW_LONG, SLOW_SHORT), now);
            api.tick(judged(measured.api()), now);
            orders.tick(judged(measured.orders()), now);
            database.tick(judged(measured.database()), now);
            diskFilling.tick(oneSample(measured.disk()), now);
            diskFull.tick(oneSample(measured.disk()), now);
            clients.tick(measured.droppedForClients(), now);
            series.tick(measured.foldedSeries(), now);
            refused.tick(measured.refusedPublications(), now);
        }
        return latest();
    }

    private Double judged(HealthMeasurements.Figure figure) {
        return figure.samples() >= samplesNeeded ? figure.value() : null;
    }

    private static Double oneSample(HealthMeasurements.Figure figure) {
        return figure.samples() > 0 ? figure.value() : null;
    }

    private List<Alert> latest() {
        return Stream.of(
                        availabilityFast,
                        availabilitySlow,
                        deliveryFast,
                        deliverySlow,
                        api,
                        orders,
                        database,
                        lost,
                        diskFilling,
                        diskFull,
                        clients,
                        series,
                        refused)
                .map(AlertRule::latest)
                .toList();
    }
}
