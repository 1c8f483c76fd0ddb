package io.marketbell.cluster.redis;

import java.time.Duration;

/**
 * The bounds of the bus.
 *
 * @param retention how long messages are kept in Redis
 * @param mostEntries approximate maximum number of messages in Redis
 * @param mostStreamBytes approximate maximum size of the messages in Redis
 * @param timeout maximum time for a response
 * @param heartbeat the interval of the checks of Redis
 * @param patience a connection without a response for this time is opened again
 * @param startAtMost maximum time until {@code isStarted()}
 * @param mostValues maximum number of last values in Redis
 * @param mostValueBytes maximum size of the last values in Redis
 */
record BusBounds(
        Duration retention,
        long mostEntries,
        long mostStreamBytes,
        Duration timeout,
        Duration heartbeat,
        Duration patience,
        Duration startAtMost,
        int mostValues,
        long mostValueBytes) {
    private static final long MOST_ENTRIES = 500_000;
    private static final long MOST_STREAM_BYTES = 256L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration START_AT_MOST = Duration.ofSeconds(5);
    private static final int MOST_VALUES = 200_000;
    private static final long MOST_VALUE_BYTES = 256L << 20;

    static BusBounds of(RedisSettings settings, Duration heartbeat) {
        return new BusBounds(
                settings.retention(),
                MOST_ENTRIES,
                MOST_STREAM_BYTES,
                settings.timeout(),
                heartbeat,
                PATIENCE.plus(settings.timeout()),
                START_AT_MOST,
                MOST_VALUES,
                MOST_VALUE_BYTES);
    }
}
