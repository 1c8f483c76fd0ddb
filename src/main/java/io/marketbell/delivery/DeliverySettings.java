package io.marketbell.delivery;

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
        atLeastOne("batch size", batchSize);
        atLeastOne("queue size", queueSize);
        atLeastOne("queue bytes", queueBytes);
        atLeastOne("frame bytes", frameBytes);
        atLeastOne("connections per user", connectionsPerUser);
        atLeastOne("subscriptions per connection", subscriptionsPerConnection);
        atLeastOne("names per connection", namesPerConnection);
        atLeastOne("shards", shards);
        atLeastOne("writers", writers);
        atLeastOne("slow writers", slowWriters);
        atLeastOne("last values", lastValues);
        atLeastOne("last value bytes", lastValueBytes);
        if (batchDelay.isNegative()
                || heartbeat.isNegative()
                || heartbeat.isZero()
                || confirmAfter.isNegative()
                || sendTimeout.isNegative()) {
            throw new IllegalArgumentException("durations of delivery must be positive");
        }
    }

    /** Returns the defaults of the documented contract, with one dispatcher for two processors. */
    public static DeliverySettings defaults() {
        int processors = Runtime.getRuntime().availableProcessors();
        return new DeliverySettings(
                10,
                Duration.ofMillis(100),
                1_000,
                1 << 20,
                64 << 10,
                20,
                100,
                10_000,
                Duration.ofSeconds(15),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Math.max(1, processors / 2),
                Math.max(2, processors),
                256,
                1_000_000,
                256L << 20);
    }

    private static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
        }
    }
}
