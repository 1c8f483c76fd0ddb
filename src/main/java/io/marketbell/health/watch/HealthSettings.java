package io.marketbell.health.watch;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
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
        return new Reader(config).read();
    }

    private record Reader(Config config) {

        HealthSettings read() {
            return new HealthSettings(
                    ticks(DEFAULT.ticks),
                    thresholds(DEFAULT.thresholds),
                    objectives(DEFAULT.objectives),
                    duration("stuck.seconds", ChronoUnit.SECONDS, DEFAULT.stuckAfter));
        }

        private EvaluationTicks ticks(EvaluationTicks otherwise) {
            return new EvaluationTicks(
                    milliseconds("tick.ms", otherwise.every()),
                    number("ticks.bad", otherwise.bad()),
                    number("ticks.good", otherwise.good()),
                    number("database.lost.ticks", otherwise.lost()),
                    number("samples", otherwise.samples()));
        }

        private LevelThresholds thresholds(LevelThresholds otherwise) {
            return new LevelThresholds(
                    milliseconds("api.degraded.ms", otherwise.apiDegraded()),
                    milliseconds("api.unhealthy.ms", otherwise.apiUnhealthy()),
                    share("api.errors.unhealthy.percent", otherwise.errors()),
                    milliseconds("orders.degraded.ms", otherwise.ordersDegraded()),
                    milliseconds("orders.unhealthy.ms", otherwise.ordersUnhealthy()),
                    milliseconds("database.degraded.ms", otherwise.databaseDegraded()),
                    share("disk.degraded.percent", otherwise.diskDegraded()),
                    share("disk.unhealthy.percent", otherwise.diskUnhealthy()));
        }

        private ServiceObjectives objectives(ServiceObjectives otherwise) {
            return new ServiceObjectives(
                    share("objective.availability.percent", otherwise.availability()),
                    share("objective.delivery.percent", otherwise.delivery()),
                    milliseconds("objective.delivery.ms", otherwise.deliveryWithin()),
                    real("burn.fast").orElse(otherwise.fastBurn()),
                    real("burn.slow").orElse(otherwise.slowBurn()),
                    number("readers.dropped", (int) otherwise.droppedForClients()));
        }

        private <T> Optional<T> value(String name, Class<T> type) {
            return config.getOptionalValue("marketbell.health." + name, type);
        }

        private int number(String name, int otherwise) {
            return value(name, Integer.class).orElse(otherwise);
        }

        private Optional<Double> real(String name) {
            return value(name, Double.class);
        }

        private double share(String name, double otherwise) {
            return real(name).map(percent -> percent / 100).orElse(otherwise);
        }

        private Duration milliseconds(String name, Duration otherwise) {
            return duration(name, ChronoUnit.MILLIS, otherwise);
        }

        private Duration duration(String name, ChronoUnit unit, Duration otherwise) {
            return value(name, Long.class)
                    .map(amount -> Duration.of(amount, unit))
                    .orElse(otherwise);
        }
    }
}
