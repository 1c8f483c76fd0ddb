package io.marketbell.delivery;

import java.time.Duration;

/**
 * The numbers delivery runs by.
 *
 * @param batchSize a batch is flushed by this many notifications
 * @param batchDelay or this long after its first, whichever is sooner
 * @param queueSize how many notifications may wait for a connection before it is closed as too slow
 * @param queueBytes how many bytes of them, likewise
 * @param frameBytes how much a data frame may carry
 * @param connectionsPerUser how many connections a user may have at once
 * @param subscriptionsPerConnection how many subscriptions a connection may have at once
 * @param namesPerConnection how many instruments and brokers the subscriptions of a connection may hold together
 * @param heartbeat how long a connection may be silent before either side is asked for a sign of life
 * @param confirmAfter how long a durable notification stays written but unanswered before the client is pinged for it
 * @param sendTimeout how long one write may take before the connection is given up
 * @param shards how many dispatchers share the users among them
 * @param writers how many threads write to clients that keep up
 * @param slowWriters how many further threads may wait for clients that do not
 * @param lastValues how many last values are kept for snapshots, in each shard
 * @param lastValueBytes how many bytes of heap they may occupy, by estimate, in all shards together
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
        if (lastValueBytes < 1) {
            throw new IllegalArgumentException("last value bytes must be at least 1, not " + lastValueBytes);
        }
        if (batchDelay.isNegative()
                || heartbeat.isNegative()
                || heartbeat.isZero()
                || confirmAfter.isNegative()
                || sendTimeout.isNegative()) {
            throw new IllegalArgumentException("durations of delivery must be positive");
        }
    }

    /** The contract's numbers, and one dispatcher for two processors. */
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

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, but is " + value);
        }
    }
}
