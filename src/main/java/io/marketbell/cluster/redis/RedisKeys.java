package io.marketbell.cluster.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.marketbell.cluster.SharedKeys;
import io.marketbell.thread.DaemonThreads;
import io.marketbell.thread.NonBlocking;
import io.marketbell.thread.PeriodicTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Idempotency keys in Redis: one script claims all keys of a request. After five successive failures, no call is made
 * until Redis has responded to a probe.
 */
public final class RedisKeys implements SharedKeys, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RedisKeys.class.getName());
    private static final Duration PATIENCE = Duration.ofMillis(50);
    private static final Duration ASK_AGAIN = Duration.ofMillis(5);
    private static final Duration PROBES = Duration.ofMillis(200);

    /** A connection without a response for this time is opened again. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private static final byte CLAIMED = '0';
    private static final byte FULFILLED = '1';

    private static final String CLAIM = RedisScript.text("claim-keys.lua");
    private static final String FULFIL = RedisScript.text("fulfil-keys.lua");
    private static final String RELEASE = RedisScript.text("release-keys.lua");

    private final RedisLink link;
    private final String prefix;
    private final Duration lease;
    private final Duration patience;
    private final CallBreaker breaker = new CallBreaker();

    /** Used only by the probing thread. */
    private final RedisCalls probes;

    private final ScheduledExecutorService probing =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("marketbell-redis-keys-"));

    /** @param cluster the name of the cluster */
    public RedisKeys(RedisServer server, String cluster) {
        this(server, cluster, LEASE, PATIENCE);
    }

    RedisKeys(RedisServer server, String cluster, Duration lease, Duration patience) {
        this.link = server.open("keys");
        this.prefix = "marketbell:" + cluster + ":key:";
        this.lease = lease;
        this.patience = patience;
        this.probes = new RedisCalls(link, patience, SILENCE);
        new PeriodicTask("probe of shared idempotency keys", this::probe)
                .withFixedDelay(probing, PROBES.toMillis(), PROBES.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public Optional<List<Holder>> claim(List<Use> uses) {
        assert NonBlocking.mayWait("idempotency keys");
        long deadline = System.nanoTime() + patience.toNanos();
        Optional<List<Holder>> holders = ask(uses, deadline);
        while (holders.isPresent()
                && isInProgressElsewhere(uses, holders.get())
                && deadline - System.nanoTime() > ASK_AGAIN.toNanos()) {
            LockSupport.parkNanos(this, ASK_AGAIN.toNanos());
            Optional<List<Holder>> later = ask(uses, deadline);
            if (later.isEmpty()) {
                return holders;
            }
            holders = later;
        }
        return holders;
    }

    private static boolean isInProgressElsewhere(List<Use> uses, List<Holder> holders) {
        for (int i = 0; i < uses.size(); i++) {
            Holder holder = holders.get(i);
            if (!holder.fulfilled() && !holder.id().equals(uses.get(i).id())) {
                return true;
            }
        }
        return false;
    }

    private Optional<List<Holder>> ask(List<Use> uses, long deadline) {
        Optional<RedisAsyncCommands<byte[], byte[]>> redis = commands();
        if (redis.isEmpty()) {
            return Optional.empty();
        }
        try {
            List<byte[]> held = RedisFailure.await(
                    redis.get().eval(CLAIM, ScriptOutputType.MULTI, keys(uses), values(uses, CLAIMED, lease)),
                    Duration.ofNanos(deadline - System.nanoTime()));
            breaker.succeeded();
            List<Holder> holders = new ArrayList<>(held.size());
            held.forEach(value -> holders.add(holder(value)));
            return Optional.of(holders);
        } catch (RedisFailure | RuntimeException e) {
            if (breaker.failed()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "idempotency keys of volatile notifications hold on this node alone, because Redis fails: {0}",
                        e.getMessage());
            }
            return Optional.empty();
        }
    }

    private Optional<RedisAsyncCommands<byte[], byte[]>> commands() {
        return breaker.isSuspended() ? Optional.empty() : link.commands();
    }

    @Override
    public void fulfil(List<Use> uses) {
        send(FULFIL, uses, values(uses, FULFILLED, KEPT));
    }

    @Override
    public void release(List<Use> uses) {
        send(RELEASE, uses, values(uses, CLAIMED, lease));
    }

    private void send(String script, List<Use> uses, byte[][] values) {
        try {
            commands().ifPresent(redis -> redis.eval(script, ScriptOutputType.INTEGER, keys(uses), values));
        } catch (RedisException e) {
            // the claim ends with its lease
            breaker.failed();
        }
    }

    private byte[][] keys(List<Use> uses) {
        return uses.stream().map(use -> (prefix + use.key()).getBytes(UTF_8)).toArray(byte[][]::new);
    }

    private static byte[][] values(List<Use> uses, byte state, Duration expiry) {
        byte[][] values = new byte[uses.size() + 1][];
        values[0] = Long.toString(expiry.toMillis()).getBytes(UTF_8);
        for (int i = 0; i < uses.size(); i++) {
            Use use = uses.get(i);
            int idLength = use.id().length();
            byte[] value = new byte[2 + idLength + use.contentHash().length];
            value[0] = state;
            value[1] = (byte) idLength;
            System.arraycopy(use.id().getBytes(ISO_8859_1), 0, value, 2, idLength);
            System.arraycopy(use.contentHash(), 0, value, 2 + idLength, use.contentHash().length);
            values[i + 1] = value;
        }
        return values;
    }

    private static Holder holder(byte[] value) {
        int hashFrom = 2 + value[1];
        return new Holder(
                new String(value, 2, value[1], ISO_8859_1),
                Arrays.copyOfRange(value, hashFrom, value.length),
                value[0] == FULFILLED);
    }

    /** Ends the suspension of calls if Redis responds. */
    private void probe() {
        if (!breaker.isSuspended()) {
            return;
        }
        try {
            probes.await(probes.commands().ping());
            breaker.resume();
            LOG.log(System.Logger.Level.INFO, "idempotency keys of volatile notifications are shared again");
        } catch (RedisFailure | RedisException e) {
            // it stays suspended
        }
    }

    @Override
    public void close() {
        probing.shutdownNow();
        link.close();
    }
}
