package io.marketbell.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.Base16;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Lua script that returns integers. Redis receives its digest, and the complete script only if it does not know the
 * digest, for example after a restart. A script is never executed twice.
 */
final class RedisScript {
    private final byte[] text;
    private final String digest;

    RedisScript(String text) {
        this.text = text.getBytes(UTF_8);
        this.digest = Base16.digest(this.text);
    }

    /** Returns the text of the script in this file of the package's resources. */
    static String text(String file) {
        try (InputStream in = RedisScript.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Executes the script and waits for its result. */
    List<Long> run(RedisAsyncCommands<byte[], byte[]> redis, byte[][] keys, byte[][] arguments, long timeoutNanos)
            throws ExecutionException, TimeoutException, InterruptedException {
        long deadline = System.nanoTime() + timeoutNanos;
        try {
            return await(redis.evalsha(digest, ScriptOutputType.MULTI, keys, arguments), deadline);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RedisNoScriptException) {
                return await(redis.eval(text, ScriptOutputType.MULTI, keys, arguments), deadline);
            }
            throw e;
        }
    }

    private static List<Long> await(RedisFuture<List<Long>> reply, long deadline)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            return reply.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } finally {
            reply.cancel(true); // without effect on a completed command
        }
    }
}
