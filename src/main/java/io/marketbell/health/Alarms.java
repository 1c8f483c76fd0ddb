package io.marketbell.health;

import static io.marketbell.health.Thresholds.seconds;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every alert there is; their names and meanings are those of the Prometheus rules, which an operator without Prometheus
 * does not have. For one thread at a time.
 */
final class Alarms {
    private static final String PAGE = "page";
    private static final String TICKET = "ticket";
    private static final String SECONDS = "seconds";
    private static final String RATIO = "ratio";

    private static final Duration FAST_LONG = Duration.ofHours(1);
    private static final Duration FAST_SHORT = Duration.ofMinutes(5);
    private static final Duration SLOW_LONG = Duration.ofHours(6);
    private static final Duration SLOW_SHORT = Duration.ofMinutes(30);

    private final Tally tally = new Tally();
    private final Budget failures;
    private final Budget lateness;
    private final int samplesNeeded;
    private final Alarm availabilityFast;
    private final Alarm availabilitySlow;
    private final Alarm deliveryFast;
    private final Alarm deliverySlow;
    private final Alarm api;
    private final Alarm orders;
    private final Alarm database;
    private final Alarm lost;
    private final Alarm diskFilling;
    private final Alarm diskFull;
    private final Alarm readers;
    private final Alarm series;
    private final Alarm refused;

    Alarms(HealthSettings settings, Instant now) {
        Ticks ticks = settings.ticks();
        Thresholds limits = settings.thresholds();
        Objectives objectives = settings.objectives();
        samplesNeeded = ticks.samples();
        failures = new Budget(tally, objectives.availability(), Counts::requests, Counts::failures, samplesNeeded);
        lateness = new Budget(tally, objectives.delivery(), Counts::deliveries, Counts::lateDeliveries, samplesNeeded);
        availabilityFast = new Alarm(
                ticks.latch(now),
                "MarketbellAvailabilityBurnFast",
                PAGE,
                objectives.fastBurn(),
                RATIO,
                "So many requests fail that the month's allowance would be gone within two days.",
                "See which routes answer 5xx, and whether the database can be reached.");
        availabilitySlow = new Alarm(
                ticks.latch(now),
                "MarketbellAvailabilityBurnSlow",
                TICKET,
                objectives.slowBurn(),
                RATIO,
                "Requests have failed for hours, more than the objective allows.",
                "See which routes answer 5xx, and since when.");
        deliveryFast = new Alarm(
                ticks.latch(now),
                "MarketbellDeliveryBurnFast",
                PAGE,
                objectives.fastBurn(),
                RATIO,
                "So many notifications are late that the month's allowance would be gone within two days.",
                "See whether the processors are busy, and which connections have the longest queues.");
        deliverySlow = new Alarm(
                ticks.latch(now),
                "MarketbellDeliveryBurnSlow",
                TICKET,
                objectives.slowBurn(),
                RATIO,
                "Notifications have been late for hours, more than the objective allows.",
                "See which connections have the longest queues, and whether more nodes are needed.");
        api = slow(
                ticks,
                now,
                "MarketbellApiSlow",
                limits.apiDegraded(),
                "The API answers slowly.",
                "See which routes are slow, and whether the database is.");
        orders = slow(
                ticks,
                now,
                "MarketbellOrdersSlow",
                limits.ordersDegraded(),
                "Orders are slowly accepted or rejected.",
                "See whether the brokers are slow to answer: the time is theirs and the publisher's.");
        database = slow(
                ticks,
                now,
                "MarketbellDatabaseSlow",
                limits.databaseDegraded(),
                "The database answers slowly.",
                "See what else uses the database and its disk.");
        lost = new Alarm(
                ticks.lostLatch(now),
                "MarketbellDatabaseLost",
                PAGE,
                1.0,
                RATIO,
                "The database cannot be reached; durable notifications are refused.",
                "See whether the database runs and can be reached from this node.");
        diskFilling = new Alarm(
                ticks.latch(now),
                "MarketbellDiskFilling",
                TICKET,
                limits.diskDegraded(),
                RATIO,
                "The disk of the data directory is nearly full.",
                "Give it more space, or remove what else is on it.");
        diskFull = new Alarm(
                ticks.latch(now),
                "MarketbellDiskFull",
                PAGE,
                limits.diskUnhealthy(),
                RATIO,
                "The disk of the data directory is full; the embedded database takes nothing durable any more.",
                "Give it more space now; the node goes on by itself.");
        readers = new Alarm(
                ticks.latch(now),
                "MarketbellReadersTooSlow",
                TICKET,
                (double) objectives.droppedForReaders(),
                "notifications",
                "Readers do not keep up; notifications for them are dropped.",
                "See which connections have the longest queues, and whether they are of one network or client.");
        series = new Alarm(
                ticks.latch(now),
                "MarketbellSeriesFolded",
                TICKET,
                0.0,
                "recordings",
                "A metric has reached the limit of its series; what is new is counted together.",
                "See which metric it is, and which of its tags has so many values.");
        refused = new Alarm(
                ticks.latch(now),
                "MarketbellPublicationRefused",
                PAGE,
                0.0,
                "texts",
                "A notification was refused because a text in it looks like an attack; its recipients do not receive it.",
                "See place and rule in the log; where it is a false alarm, set the mode of that place to report.");
    }

    private static Alarm slow(Ticks ticks, Instant now, String name, Duration limit, String summary, String action) {
        return new Alarm(ticks.latch(now), name, TICKET, seconds(limit), SECONDS, summary, action);
    }

    /** @param measured null where there is nothing newer than the last time */
    List<Alert> tick(Measured measured, boolean reachable, Instant now) {
        lost.tick(reachable ? 1.0 : 0.0, !reachable, now);
        if (measured != null) {
            tally.add(measured.counts());
            availabilityFast.tick(failures.burn(FAST_LONG, FAST_SHORT), now);
            availabilitySlow.tick(failures.burn(SLOW_LONG, SLOW_SHORT), now);
            deliveryFast.tick(lateness.burn(FAST_LONG, FAST_SHORT), now);
            deliverySlow.tick(lateness.burn(SLOW_LONG, SLOW_SHORT), now);
            api.tick(judged(measured.api()), now);
            orders.tick(judged(measured.orders()), now);
            database.tick(judged(measured.database()), now);
            diskFilling.tick(oneSample(measured.disk()), now);
            diskFull.tick(oneSample(measured.disk()), now);
            readers.tick(measured.droppedForReaders(), now);
            series.tick(measured.foldedSeries(), now);
            refused.tick(measured.refusedPublications(), now);
        }
        return latest();
    }

    private Double judged(Measured.Figure figure) {
        return figure.samples() >= samplesNeeded ? figure.value() : null;
    }

    private static Double oneSample(Measured.Figure figure) {
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
                        readers,
                        series,
                        refused)
                .map(Alarm::latest)
                .toList();
    }
}
