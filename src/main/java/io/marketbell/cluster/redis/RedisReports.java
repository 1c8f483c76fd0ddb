package io.marketbell.cluster.redis;

import static io.marketbell.cluster.redis.PresenceKeys.bytes;

import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.marketbell.cluster.ClusterSettings;
import io.marketbell.cluster.EngineReports;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The reports about PostgreSQL, in a hash in Redis with the time at which each node last reached it. */
public final class RedisReports implements EngineReports {
    private static final Duration KEPT = Duration.ofMinutes(1);

    /**
     * KEYS: reports. ARGV: own field, time since this node reached PostgreSQL, retention. Times are milliseconds.
     * Returns the shortest time of other nodes, -1 if there is none.
     */
    private static final String EXCHANGE = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            redis.call('HSET', KEYS[1], ARGV[1], now - tonumber(ARGV[2]))
            redis.call('PEXPIRE', KEYS[1], ARGV[3])
            local shortest = -1
            local fields = redis.call('HGETALL', KEYS[1])
            for i = 1, #fields, 2 do
              local since = now - (tonumber(fields[i + 1]) or 0)
              if fields[i] ~= ARGV[1] and since > tonumber(ARGV[3]) then
                redis.call('HDEL', KEYS[1], fields[i])
              elseif fields[i] ~= ARGV[1] and (shortest < 0 or since < shortest) then
                shortest = math.max(since, 0)
              end
            end
            return shortest
            """;

    /** KEYS: turn. ARGV: own field, duration. */
    private static final String TAKE_TURN = """
            local holder = redis.call('GET', KEYS[1])
            if holder and holder ~= ARGV[1] then
              return 0
            end
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            return 1
            """;

    private final RedisLink link;
    private final Duration timeout;
    private final byte[] self;
    private final byte[] reports;
    private final byte[] turn;

    public RedisReports(RedisServer server, ClusterSettings cluster, RedisSettings redis) {
        this.link = server.open("reports");
        this.timeout = redis.timeout();
        this.self = bytes(PresenceKeys.of(cluster).newField());
        this.reports = bytes("marketbell:" + cluster.name() + ":postgresql-reached");
        this.turn = bytes("marketbell:" + cluster.name() + ":postgresql-leaving");
    }

    @Override
    public Optional<Duration> exchange(Duration sinceReached) {
        return evaluate(redis -> redis.<Long>eval(
                        EXCHANGE,
                        ScriptOutputType.INTEGER,
                        new byte[][] {reports},
                        self,
                        millis(sinceReached),
                        millis(KEPT)))
                .map(since -> since < 0 ? NEVER : Duration.ofMillis(since));
    }

    @Override
    public boolean takeTurn(Duration duration) {
        return evaluate(redis -> redis.<Long>eval(
                                TAKE_TURN, ScriptOutputType.INTEGER, new byte[][] {turn}, self, millis(duration)))
                        .orElse(0L)
                == 1;
    }

    private Optional<Long> evaluate(Function<RedisAsyncCommands<byte[], byte[]>, Future<Long>> command) {
        try {
            Future<Long> result = link.commands().map(command).orElse(null);
            return result == null ? Optional.empty() : Optional.of(result.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (RedisException | ExecutionException | TimeoutException | CancellationException e) {
            return Optional.empty();
        }
    }

    private static byte[] millis(Duration duration) {
        return bytes(Long.toString(duration.toMillis()));
    }
}
