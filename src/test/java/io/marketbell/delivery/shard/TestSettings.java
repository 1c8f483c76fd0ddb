package io.marketbell.delivery.shard;

import io.marketbell.delivery.DeliverySettings;
import java.time.Duration;

/** The default settings of delivery, with changes for individual tests. */
public final class TestSettings {
    private TestSettings() {}

    public static DeliverySettings withQueue(int size, int bytes) {
        return of(size, bytes, Duration.ofMillis(100), Duration.ofSeconds(15), Duration.ofSeconds(10));
    }

    public static DeliverySettings withHeartbeat(Duration heartbeat) {
        return of(1_000, 1 << 20, Duration.ofMillis(100), heartbeat, Duration.ofSeconds(10));
    }

    static DeliverySettings withSendTimeout(Duration sendTimeout) {
        return of(1_000, 1 << 20, Duration.ofMillis(100), Duration.ofSeconds(15), sendTimeout);
    }

    static DeliverySettings withBatchDelay(Duration batchDelay) {
        return of(1_000, 1 << 20, batchDelay, Duration.ofSeconds(15), Duration.ofSeconds(10));
    }

    static DeliverySettings withConnectionsPerUser(int connections) {
        return of(1_000, 1 << 20, Duration.ofMillis(1), Duration.ofSeconds(15), Duration.ofSeconds(10), connections);
    }

    private static DeliverySettings of(
            int size, int bytes, Duration batchDelay, Duration heartbeat, Duration sendTimeout) {
        return of(size, bytes, batchDelay, heartbeat, sendTimeout, 3);
    }

    private static DeliverySettings of(
            int size, int bytes, Duration batchDelay, Duration heartbeat, Duration sendTimeout, int connections) {
        return new DeliverySettings(
                10,
                batchDelay,
                size,
                bytes,
                64 << 10,
                connections,
                5,
                20,
                heartbeat,
                Duration.ofSeconds(1),
                sendTimeout,
                2,
                2,
                64,
                10_000,
                64L << 20);
    }
}
