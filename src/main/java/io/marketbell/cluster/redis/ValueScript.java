package io.marketbell.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.marketbell.cluster.SharedValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Stores last values and appends an entry to the stream, in one step. The script must be loaded first. */
final class ValueScript {
    private static final byte[] ALWAYS = bytes(0);
    private static final byte[] IF_NEWER = bytes(1);

    private final byte[] text = RedisScript.text("store.lua").getBytes(UTF_8);
    private final byte[][] keys;
    private final BusBounds bounds;
    private final BusSeal seal;
    private volatile String digest = "";

    ValueScript(BusKeys keys, BusBounds bounds, BusSeal seal) {
        this.keys = new byte[][] {keys.stream(), keys.values(), keys.expiries(), keys.bytes()};
        this.bounds = bounds;
        this.seal = seal;
    }

    void load(RedisCalls calls) throws RedisFailure {
        digest = calls.await(calls.commands().scriptLoad(text));
    }

    /** Appends the entry in any case. */
    RedisFuture<Long> store(RedisAsyncCommands<byte[], byte[]> commands, BusEntry entry, List<SharedValue> values) {
        return run(commands, ALWAYS, entry.fields(), values);
    }

    /** Appends the entry only if at least one value is newer than the stored one. */
    RedisFuture<Long> storeAgain(
            RedisAsyncCommands<byte[], byte[]> commands, BusEntry entry, List<SharedValue> values) {
        return run(commands, IF_NEWER, entry.fields(), values);
    }

    /** Removes some of the values that have expired. */
    RedisFuture<Long> clean(RedisAsyncCommands<byte[], byte[]> commands) {
        return run(commands, ALWAYS, new byte[0][], List.of());
    }

    private RedisFuture<Long> run(
            RedisAsyncCommands<byte[], byte[]> commands, byte[] when, byte[][] fields, List<SharedValue> values) {
        List<byte[]> arguments = new ArrayList<>(List.of(
                bytes(bounds.retention().toMillis()),
                bytes(bounds.mostValues()),
                bytes(bounds.mostValueBytes()),
                when,
                bytes(fields.length)));
        arguments.addAll(List.of(fields));
        for (SharedValue value : values) {
            arguments.add(value.key().getBytes(UTF_8));
            arguments.add(value.id().getBytes(UTF_8));
            arguments.add(bytes(value.keep().toMillis()));
            arguments.add(ByteBuffer.allocate(BusSeal.MAC_BYTES + value.content().length)
                    .put(seal.of(value))
                    .put(value.content())
                    .array());
        }
        return commands.evalsha(digest, ScriptOutputType.INTEGER, keys, arguments.toArray(byte[][]::new));
    }

    private static byte[] bytes(long number) {
        return Long.toString(number).getBytes(UTF_8);
    }
}
