package io.marketbell.delivery;

import static io.marketbell.settings.SettingRange.above;
import static io.marketbell.settings.SettingRange.atLeast;
import static java.time.temporal.ChronoUnit.SECONDS;

import io.marketbell.settings.Settings;
import java.time.Duration;

/**
 * The limits and intervals of delivery.
 *
 * @param batchSize a batch is flushed when it has this many notifications
 * @param batchDelay a batch is flushed at this time after its first notification, if it is not full earlier
 * @param queueSize maximum number of notifications in a connection's queue; beyond it the connection is closed as too
 * slow
 * @param queueBytes maximum size of a connection's queue in bytes; beyond it the connection is closed as too slow
 * @param frameBytes maximum size of a data frame in bytes
 * @param connectionsPerUser maximum number of concurrent connections of a user
 * @param subscriptionsPerConnection maximum number of concurrent subscriptions of a connection
 * @param namesPerConnection maximum number of instruments and brokers in all subscriptions of a connection
 * @param heartbeat interval of heartbeats to, and pings of, a silent connection
 * @param confirmAfter how long after a durable notification was written the client is pinged if it has not confirmed it
 * @param sendTimeout maximum duration of one write before the connection is closed
 * @param shards number of dispatchers; each owns a part of the users
 * @param writers number of threads that write to clients that keep up
 * @param slowWriters maximum number of additional threads that write to clients that do not keep up
 * @param lastValues maximum number of last values kept for snapshots, in each shard
 * @param lastValueBytes maximum heap that the last values of all shards occupy, in estimated bytes
 */
public record DeliverySettings(
        int batchSize,
        Duration batchDelay,
        int queueSize,
        int queueBytes,
        int frameBytes,
        int connectionsPerUser,
        int subscriptionsPerConnection,
        int namesPerConnection,
        Duration heartbeat,
        Duration confirmAfter,
        Duration sendTimeout,
        int shards,
        int writers,
        int slowWriters,
        int lastValues,
        long lastValueBytes) {

    public DeliverySettings {
        atLeast(1, "marketbell.delivery.batch.size", batchSize);
        atLeast(0, "marketbell.delivery.batch.delay.ms", batchDelay.toMillis());
        atLeast(1, "marketbell.delivery.queue.size", queueSize);
        atLeast(1, "marketbell.delivery.queue.bytes", queueBytes);
        atLeast(1, "marketbell.delivery.frame.bytes", frameBytes);
        atLeast(1, "marketbell.channel.connections.per.user", connectionsPerUser);
        atLeast(1, "marketbell.delivery.subscriptions.per.connection", subscriptionsPerConnection);
        atLeast(1, "marketbell.channel.names.per.connection", namesPerConnection);
        above(0, "marketbell.channel.heartbeat.seconds", heartbeat.toNanos() / 1e9);
        atLeast(0, "marketbell.delivery.confirm.after.ms", confirmAfter.toMillis());
        atLeast(0, "marketbell.delivery.send.timeout.ms", sendTimeout.toMillis());
        atLeast(1, "marketbell.delivery.shards", shards);
        atLeast(1, "marketbell.delivery.writers", writers);
        atLeast(1, "marketbell.delivery.slow.writers", slowWriters);
        atLeast(1, "marketbell.delivery.last.values", lastValues);
        atLeast(1, "marketbell.delivery.last.value.bytes", lastValueBytes);
    }

    /** Reads the settings. Defaults are those of the documented contract, with one dispatcher for two processors. */
    public static DeliverySettings of(Settings settings) {
        int processors = Runtime.getRuntime().availableProcessors();
        return new DeliverySettings(
                settings.count("delivery.batch.size", 10),
                settings.milliseconds("delivery.batch.delay.ms", Duration.ofMillis(100)),
                settings.count("delivery.queue.size", 1_000),
                settings.count("delivery.queue.bytes", 1 << 20),
                settings.count("delivery.frame.bytes", 64 << 10),
                settings.count("channel.connections.per.user", 20),
                settings.count("delivery.subscriptions.per.connection", 100),
                settings.count("channel.names.per.connection", 10_000),
                settings.duration("channel.heartbeat.seconds", SECONDS, Duration.ofSeconds(15)),
                settings.milliseconds("delivery.confirm.after.ms", Duration.ofSeconds(1)),
                settings.milliseconds("delivery.send.timeout.ms", Duration.ofSeconds(10)),
                settings.count("delivery.shards", Math.max(1, processors / 2)),
                settings.count("delivery.writers", Math.max(2, processors)),
                settings.count("delivery.slow.writers", 256),
                settings.count("delivery.last.values", 1_000_000),
                settings.number("delivery.last.value.bytes", 256L << 20));
    }

    public static DeliverySettings defaults() {
        return of(Settings.NONE);
    }
}
