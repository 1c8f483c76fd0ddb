package io.marketbell.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.marketbell.cluster.SharedBuckets;
import io.marketbell.thread.DaemonThreads;
import io.marketbell.thread.PeriodicTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/**
 * Token buckets in Redis. One script takes all costs of a call or none, with the time of Redis. After five successive
 * calls have failed, no call is made until a probe has succeeded in time. Replies that arrive after the timeout are
 * ignored.
 */
public final class RedisBuckets implements SharedBuckets, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RedisBuckets.class.getName());
    private static final Duration PROBES = Duration.ofMillis(200);
    /** A bucket whose key expires after two milliseconds. */
    private static final List<Draw> PROBE = List.of(new Draw("probe", 1_000_000, 1_000_000, 1, false));

    private static final byte[] YES = {'1'};
    private static final byte[] NO = {'0'};
    private static final int NUMBERS_OF_A_LEVEL = 3;

    private final RedisLink link;
    private final RedisScript script;
    private final String prefix;
    private final Duration timeout;
    private final CallBreaker breaker = new CallBreaker();
    private final ScheduledExecutorService probing =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("marketbell-redis-limits-"));
    private volatile BiConsumer<Outcome, Duration> listener = (outcome, duration) -> {};

    /** @param cluster the name of the cluster; clusters with different names share no bucket */
    public RedisBuckets(RedisServer server, String cluster, BucketSettings settings) {
        this(server, cluster, settings, RedisScript.text("buckets.lua"));
    }

    RedisBuckets(RedisServer server, String cluster, BucketSettings settings, String script) {
        this.link = server.open("limits");
        this.script = new RedisScript(script);
        this.prefix = "marketbell:" + cluster + ":limit:";
        this.timeout = settings.timeout();
        new PeriodicTask("probe of shared rate limits", this::probe)
                .withFixedDelay(probing, 0, PROBES.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Optional<Result> draw(List<Draw> draws) {
        return breaker.isSuspended() ? Optional.empty() : take(draws);
    }

    private Optional<Result> take(List<Draw> draws) {
        byte[][] keys = new byte[draws.size()][];
        byte[][] arguments = new byte[4 * draws.size()][];
        for (int i = 0; i < draws.size(); i++) {
            Draw draw = draws.get(i);
            keys[i] = (prefix + draw.bucket()).getBytes(UTF_8);
            arguments[4 * i] = number(draw.ratePerSecond());
            arguments[4 * i + 1] = number(draw.burst());
            arguments[4 * i + 2] = number(draw.cost());
            arguments[4 * i + 3] = draw.demanded() ? YES : NO;
        }
        return call(redis -> result(draws.size(), script.run(redis, keys, arguments, timeout.toNanos())));
    }

    private static byte[] number(long value) {
        return Long.toString(value).getBytes(UTF_8);
    }

    private static Result result(int count, List<Long> reply) {
        List<Level> levels = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = 1 + NUMBERS_OF_A_LEVEL * i;
            levels.add(
                    new Level(reply.get(at), TimeUnit.MICROSECONDS.toNanos(reply.get(at + 1)), reply.get(at + 2) == 1));
        }
        return new Result(reply.get(0) == 1, levels);
    }

    @Override
    public boolean refill(String bucket) {
        byte[] key = (prefix + bucket).getBytes(UTF_8);
        return !breaker.isSuspended()
                && call(redis -> redis.del(key).get(timeout.toNanos(), TimeUnit.NANOSECONDS))
                        .isPresent();
    }

    @Override
    public boolean isUp() {
        return !breaker.isSuspended() && link.commands().isPresent();
    }

    @Override
    public long suspensions() {
        return breaker.suspensions();
    }

    @Override
    public void onCall(BiConsumer<Outcome, Duration> listener) {
        this.listener = listener;
    }

    /** Ends the suspension of calls if Redis executes the script and accepts writes. */
    private void probe() {
        if (breaker.isSuspended() && take(PROBE).isPresent()) {
            breaker.resume();
            LOG.log(System.Logger.Level.INFO, "rate limits are shared over Redis again");
        }
    }

    /** A call to Redis. */
    private interface Call<T> {
        T run(RedisAsyncCommands<byte[], byte[]> redis)
                throws ExecutionException, TimeoutException, InterruptedException;
    }

    /** Returns empty if Redis is disconnected or the call fails. */
    private <T> Optional<T> call(Call<T> call) {
        Optional<RedisAsyncCommands<byte[], byte[]>> redis = link.commands();
        if (redis.isEmpty()) {
            return Optional.empty();
        }
        long began = System.nanoTime();
        Outcome outcome = Outcome.FAILURE;
        try {
            T result = call.run(redis.get());
            breaker.succeeded();
            outcome = Outcome.SUCCESS;
            return Optional.of(result);
        } catch (TimeoutException e) {
            outcome = Outcome.TIMEOUT;
            failed("no response within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            failed(String.valueOf(e.getCause()));
        } catch (RedisException e) {
            failed(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listener.accept(outcome, Duration.ofNanos(System.nanoTime() - began));
        }
        return Optional.empty();
    }

    private void failed(String reason) {
        if (breaker.failed()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "rate limits are applied by this node alone, because Redis fails: {0}",
                    reason);
        }
    }

    @Override
    public void close() {
        probing.shutdownNow();
        link.close();
    }
}
