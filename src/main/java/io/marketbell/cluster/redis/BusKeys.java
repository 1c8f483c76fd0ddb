package io.marketbell.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The keys of the bus in Redis: {@code marketbell:NAME:bus} and so on, where NAME is the name of the cluster.
 *
 * @param stream the stream of messages
 * @param values a hash of the last values
 * @param expiries a sorted set of the keys of the last values, by their expiry
 * @param bytes the size of the last values
 * @param token a random value: another one means that Redis has lost its data
 * @param probe written at every heartbeat
 */
record BusKeys(byte[] stream, byte[] values, byte[] expiries, byte[] bytes, byte[] token, byte[] probe) {
    private static final String PREFIX = "marketbell:";

    static BusKeys of(String cluster) {
        return new BusKeys(
                key(cluster, "bus"),
                key(cluster, "values"),
                key(cluster, "value-expiries"),
                key(cluster, "value-bytes"),
                key(cluster, "token"),
                key(cluster, "probe"));
    }

    private static byte[] key(String cluster, String purpose) {
        return (PREFIX + cluster + ":" + purpose).getBytes(UTF_8);
    }
}
