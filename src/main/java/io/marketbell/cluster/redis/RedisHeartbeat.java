package io.marketbell.cluster.redis;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import io.lettuce.core.XTrimArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Checks that Redis responds, may be used and is writable, and finds out which data it holds. Also removes what is older
 * than the retention. Not thread-safe, except {@link #known} and {@link #millis}.
 */
final class RedisHeartbeat {
    private static final System.Logger LOG = System.getLogger(RedisHeartbeat.class.getName());
    private static final long KEEP_MILLIS = 60_000;

    private final BusKeys keys;
    private final BusBounds bounds;
    private volatile RedisIdentity known;
    private volatile boolean evicting;

    /** The clock of Redis in milliseconds, less that of this process. */
    private volatile long ahead = System.currentTimeMillis() - nowMillis();

    RedisHeartbeat(BusKeys keys, BusBounds bounds) {
        this.keys = keys;
        this.bounds = bounds;
    }

    /** Returns the identity as of the last heartbeat; null before the first one. */
    RedisIdentity known() {
        return known;
    }

    /** Returns the time by the clock of Redis, approximately. */
    long millis() {
        return nowMillis() + ahead;
    }

    /** Returns whether Redis may remove keys before they expire. */
    boolean isEvicting() {
        return evicting;
    }

    private static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** Returns whether the identity has changed since the last heartbeat; true for the first one. */
    boolean beat(RedisCalls calls) throws RedisFailure {
        RedisAsyncCommands<byte[], byte[]> commands = calls.commands();
        RedisFuture<List<byte[]>> time = commands.time();
        RedisFuture<String> info = commands.info();
        RedisFuture<String> write = commands.set(
                keys.probe(),
                "1".getBytes(UTF_8),
                SetArgs.Builder.px(KEEP_MILLIS + bounds.retention().toMillis()));
        // another one each time, so that a token that was deleted never returns
        byte[] fresh = UUID.randomUUID().toString().getBytes(UTF_8);
        RedisFuture<String> first = commands.set(keys.token(), fresh, SetArgs.Builder.nx());
        RedisFuture<byte[]> token = commands.get(keys.token());
        commands.xtrim(
                keys.stream(), new XTrimArgs().minId(Long.toString(oldest())).exactTrimming());
        RedisFuture<Long> entries = commands.xlen(keys.stream());
        RedisFuture<Long> bytes = commands.memoryUsage(keys.stream());
        commands.pexpire(keys.stream(), Duration.ofMillis(KEEP_MILLIS).plus(bounds.retention()));
        long deadline = calls.deadline();
        RedisInfo read = new RedisInfo(calls.await(info, deadline));
        demandUsable(read, calls);
        follow(calls.await(time, deadline));
        calls.await(write, deadline);
        calls.await(first, deadline);
        RedisIdentity found =
                new RedisIdentity(read.runId(), read.replicationId(), new String(calls.await(token, deadline), UTF_8));
        trim(commands, calls.await(entries, deadline), ifPermitted(calls, bytes, deadline));
        boolean changed = !found.equals(known);
        if (changed) {
            warnOfEviction(read);
        }
        known = found;
        return changed;
    }

    /** Returns the identity of the server of another connection. */
    RedisIdentity identity(RedisCalls calls) throws RedisFailure {
        RedisAsyncCommands<byte[], byte[]> commands = calls.commands();
        RedisFuture<String> info = commands.info();
        RedisFuture<byte[]> token = commands.get(keys.token());
        long deadline = calls.deadline();
        RedisInfo read = new RedisInfo(calls.await(info, deadline));
        byte[] value = calls.await(token, deadline);
        return new RedisIdentity(read.runId(), read.replicationId(), value == null ? "" : new String(value, UTF_8));
    }

    /** Returns the time in milliseconds before which messages are removed. */
    long oldest() {
        return Math.max(0, millis() - bounds.retention().toMillis());
    }

    /** Returns null if this user of Redis must not use the command. */
    private static Long ifPermitted(RedisCalls calls, RedisFuture<Long> bytes, long deadline) throws RedisFailure {
        try {
            return calls.await(bytes, deadline);
        } catch (RedisFailure e) {
            if (e.getCause() instanceof RedisCommandExecutionException) {
                return null;
            }
            throw e;
        }
    }

    /** Removes the oldest messages if there are too many. */
    private void trim(RedisAsyncCommands<byte[], byte[]> commands, long entries, Long bytes) {
        long most = bounds.mostEntries();
        if (bytes != null && bytes > bounds.mostStreamBytes()) {
            most = Math.min(most, (long) (entries * ((double) bounds.mostStreamBytes() / bytes)));
        }
        if (entries > most) {
            commands.xtrim(keys.stream(), true, most);
        }
    }

    private static void demandUsable(RedisInfo read, RedisCalls calls) throws RedisFailure {
        String refusal = read.refusal();
        if (refusal.isEmpty()) {
            calls.accept();
        } else {
            calls.reject();
            throw new RedisFailure("Redis is not used: " + refusal);
        }
    }

    private void warnOfEviction(RedisInfo read) {
        evicting = read.mayEvict();
        if (evicting) {
            LOG.log(
                    WARNING,
                    "the maxmemory-policy of Redis is {0}; with it, last values and counts can disappear: set noeviction",
                    read.evictionPolicy());
        }
    }

    private void follow(List<byte[]> time) {
        long seconds = Long.parseLong(new String(time.get(0), UTF_8));
        long micros = Long.parseLong(new String(time.get(1), UTF_8));
        ahead = seconds * 1_000 + micros / 1_000 - nowMillis();
    }
}
