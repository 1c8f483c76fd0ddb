package io.marketbell.app;

import io.marketbell.delivery.DeliverySettings;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.config.Config;

/** Delivery settings from MicroProfile Config, listed in docs/reference/settings.md. */
final class DeliveryConfiguration {
    private final Config config;

    DeliveryConfiguration(Config config) {
        this.config = config;
    }

    DeliverySettings settings() {
        DeliverySettings defaults = DeliverySettings.defaults();
        return new DeliverySettings(
                number("marketbell.delivery.batch.size", defaults.batchSize()),
                duration("marketbell.delivery.batch.delay.ms", ChronoUnit.MILLIS, defaults.batchDelay()),
                number("marketbell.delivery.queue.size", defaults.queueSize()),
                number("marketbell.delivery.queue.bytes", defaults.queueBytes()),
                number("marketbell.delivery.frame.bytes", defaults.frameBytes()),
                number("marketbell.channel.connections.per.user", defaults.connectionsPerUser()),
                number("marketbell.delivery.subscriptions.per.connection", defaults.subscriptionsPerConnection()),
                number("marketbell.channel.names.per.connection", defaults.namesPerConnection()),
                duration("marketbell.channel.heartbeat.seconds", ChronoUnit.SECONDS, defaults.heartbeat()),
                duration("marketbell.delivery.confirm.after.ms", ChronoUnit.MILLIS, defaults.confirmAfter()),
                duration("marketbell.delivery.send.timeout.ms", ChronoUnit.MILLIS, defaults.sendTimeout()),
                number("marketbell.delivery.shards", defaults.shards()),
                number("marketbell.delivery.writers", defaults.writers()),
                number("marketbell.delivery.slow.writers", defaults.slowWriters()),
                number("marketbell.delivery.last.values", defaults.lastValues()),
                config.getOptionalValue("marketbell.delivery.last.value.bytes", Long.class)
                        .orElse(defaults.lastValueBytes()));
    }

    /** Time limit for informing clients at shutdown. */
    Duration shutdown() {
        return duration("marketbell.delivery.shutdown.seconds", ChronoUnit.SECONDS, Duration.ofSeconds(10));
    }

    /** Maximum number of clients on this node. */
    int connections() {
        return number("marketbell.channel.connections", 50_000);
    }

    /** Maximum number of users whose acknowledgements may wait for the publication of their outcomes. */
    int acknowledgingUsers() {
        return number("marketbell.delivery.acknowledging.users", 100_000);
    }

    private int number(String name, int otherwise) {
        return config.getOptionalValue(name, Integer.class).orElse(otherwise);
    }

    private Duration duration(String name, ChronoUnit unit, Duration otherwise) {
        return config.getOptionalValue(name, Long.class)
                .map(amount -> Duration.of(amount, unit))
                .orElse(otherwise);
    }
}
