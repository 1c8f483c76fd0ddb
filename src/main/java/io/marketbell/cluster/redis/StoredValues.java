package io.marketbell.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.MapScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.marketbell.cluster.SharedValue;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Reads the last values from Redis. */
final class StoredValues {
    /** Approximate number of values of a response. */
    private static final long PAGE = 200;

    private static final int EXPIRY_DIGITS = 13;

    private final BusKeys keys;
    private final BusSeal seal;
    private final BusCounters counters;
    private final LongSupplier redisMillis;

    StoredValues(BusKeys keys, BusSeal seal, BusCounters counters, LongSupplier redisMillis) {
        this.keys = keys;
        this.seal = seal;
        this.counters = counters;
        this.redisMillis = redisMillis;
    }

    /** Passes all values that have not expired to the consumer, in pages. */
    void load(RedisCalls calls, Consumer<List<SharedValue>> consumer) throws RedisFailure {
        ScanCursor cursor = ScanCursor.INITIAL;
        do {
            MapScanCursor<byte[], byte[]> page =
                    calls.await(calls.commands().hscan(keys.values(), cursor, ScanArgs.Builder.limit(PAGE)));
            List<SharedValue> values = new ArrayList<>();
            page.getMap()
                    .forEach((key, stored) ->
                            read(new String(key, UTF_8), stored).ifPresent(values::add));
            if (!values.isEmpty()) {
                consumer.accept(values);
            }
            cursor = page;
        } while (!cursor.isFinished());
    }

    private Optional<SharedValue> read(String key, byte[] stored) {
        try {
            long left = Long.parseLong(new String(stored, 0, EXPIRY_DIGITS, UTF_8)) - redisMillis.getAsLong();
            int idFrom = EXPIRY_DIGITS + 1;
            int macFrom = idFrom + Byte.toUnsignedInt(stored[EXPIRY_DIGITS]);
            String id = new String(stored, idFrom, macFrom - idFrom, UTF_8);
            byte[] mac = Arrays.copyOfRange(stored, macFrom, macFrom + BusSeal.MAC_BYTES);
            byte[] content = Arrays.copyOfRange(stored, macFrom + BusSeal.MAC_BYTES, stored.length);
            if (!MessageDigest.isEqual(mac, seal.ofValue(key, id, content))) {
                counters.dropped(BusDrop.FORGED);
                return Optional.empty();
            }
            return left <= 0
                    ? Optional.empty()
                    : Optional.of(new SharedValue(key, id, content, Duration.ofMillis(left)));
        } catch (RuntimeException e) {
            counters.dropped(BusDrop.MALFORMED);
            return Optional.empty();
        }
    }
}
