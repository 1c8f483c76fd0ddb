package io.marketbell.health.watch;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.marketbell.settings.Settings;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * Settings of this package, listed in docs/reference/settings-operation.md.
 *
 * @param stuckAfter a thread that has pending work but started none for longer than this counts as stuck
 */
record HealthSettings(
        EvaluationTicks ticks, LevelThresholds thresholds, ServiceObjectives objectives, Duration stuckAfter) {
    static final HealthSettings DEFAULT = new HealthSettings(
            EvaluationTicks.DEFAULT, LevelThresholds.DEFAULT, ServiceObjectives.DEFAULT, Duration.ofSeconds(30));

    static HealthSettings of(Config config) {
        Settings settings = new Settings(config, "marketbell.health.");
        return new HealthSettings(
                ticks(settings),
                thresholds(settings),
                objectives(settings),
                settings.duration("stuck.seconds", SECONDS, DEFAULT.stuckAfter));
    }

    private static EvaluationTicks ticks(Settings settings) {
        EvaluationTicks defaults = DEFAULT.ticks;
        return new EvaluationTicks(
                settings.milliseconds("tick.ms", defaults.every()),
                settings.count("ticks.bad", defaults.bad()),
                settings.count("ticks.good", defaults.good()),
                settings.count("database.lost.ticks", defaults.lost()),
                settings.count("samples", defaults.samples()));
    }

    private static LevelThresholds thresholds(Settings settings) {
        LevelThresholds defaults = DEFAULT.thresholds;
        return new LevelThresholds(
                settings.milliseconds("api.degraded.ms", defaults.apiDegraded()),
                settings.milliseconds("api.unhealthy.ms", defaults.apiUnhealthy()),
                settings.percent("api.errors.unhealthy.percent", defaults.errors()),
                settings.milliseconds("orders.degraded.ms", defaults.ordersDegraded()),
                settings.milliseconds("orders.unhealthy.ms", defaults.ordersUnhealthy()),
                settings.milliseconds("database.degraded.ms", defaults.databaseDegraded()),
                settings.percent("disk.degraded.percent", defaults.diskDegraded()),
                settings.percent("disk.unhealthy.percent", defaults.diskUnhealthy()));
    }

    private static ServiceObjectives objectives(Settings settings) {
        ServiceObjectives defaults = DEFAULT.objectives;
        return new ServiceObjectives(
                settings.percent("objective.availability.percent", defaults.availability()),
                settings.percent("objective.delivery.percent", defaults.delivery()),
                settings.milliseconds("objective.delivery.ms", defaults.deliveryWithin()),
                settings.real("burn.fast", defaults.fastBurn()),
                settings.real("burn.slow", defaults.slowBurn()),
                settings.number("readers.dropped", defaults.droppedForClients()));
    }
}
