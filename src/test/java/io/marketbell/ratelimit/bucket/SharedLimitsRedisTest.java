package io.marketbell.ratelimit.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.bucket4j.TimeMeter;
import io.marketbell.cluster.redis.BucketSettings;
import io.marketbell.cluster.redis.RedisBuckets;
import io.marketbell.cluster.redis.RedisServer;
import io.marketbell.cluster.redis.RedisSettings;
import io.marketbell.identity.Tier;
import io.marketbell.ratelimit.Rates;
import io.marketbell.testkit.redis.RedisForTests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sixteen threads at three nodes use one user's bucket in a Redis, in real time. */
class SharedLimitsRedisTest {
    private static final int THREADS = 16;
    private static final int NODES = 3;
    private static final Limit LIMIT = new Limit(600, 300);
    private static final Subjects ALICE = Subjects.user("alice", Tier.STANDARD);
    private static final BucketSettings SETTINGS = new BucketSettings(Duration.ofMillis(500));

    private final RedisForTests redis = new RedisForTests();
    private final List<RedisServer> servers = new ArrayList<>();
    private final List<RedisBuckets> buckets = new ArrayList<>();
    private final List<BucketRateLimiter> nodes = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final LongAdder granted = new LongAdder();
    private volatile boolean stopped;

    SharedLimitsRedisTest() {
        for (int i = 0; i < NODES; i++) {
            RedisServer server = new RedisServer(new RedisSettings(
                    redis.url(), Duration.ofMillis(5), true, Duration.ofSeconds(60), Duration.ofMillis(200)));
            RedisBuckets seen = new RedisBuckets(server, "test", SETTINGS);
            servers.add(server);
            buckets.add(seen);
            nodes.add(new BucketRateLimiter(
                    Rates.DEFAULT.tier(Tier.STANDARD, LIMIT).settings(),
                    TimeMeter.SYSTEM_NANOTIME,
                    new SharedLimits(seen, () -> NODES, 10)));
        }
        awaitUp();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        buckets.forEach(RedisBuckets::close);
        servers.forEach(RedisServer::close);
        redis.close();
    }

    private void awaitUp() {
        await().until(() -> buckets.stream().allMatch(RedisBuckets::isUp));
    }

    /** A step of a test while the threads draw. */
    private interface Step {
        void run() throws Exception;
    }

    /** @return the tokens that may be granted, without those of switches */
    private double race(Step... steps) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        long began = System.nanoTime();
        for (int i = 0; i < THREADS; i++) {
            BucketRateLimiter node = nodes.get(i % NODES);
            running.add(threads.submit(() -> {
                while (!stopped) {
                    if (node.tryAcquire(ALICE, 1).isGranted()) {
                        granted.increment();
                    }
                    Thread.yield();
                }
            }));
        }
        for (Step step : steps) {
            step.run();
        }
        stopped = true;
        for (Future<?> each : running) {
            each.get(30, TimeUnit.SECONDS);
        }
        return LIMIT.burst() + LIMIT.ratePerSecond() * (System.nanoTime() - began) / 1e9;
    }

    /** Waits until so many more tokens were granted. */
    private Step more(int tokens) {
        return () -> {
            long before = granted.sum();
            await().atMost(30, TimeUnit.SECONDS).until(() -> granted.sum() >= before + tokens);
        };
    }

    @Test
    void nodesNeverExceedTheLimitTogether() throws Exception {
        double most = race(more(1_200));

        assertThat((double) granted.sum()).isLessThanOrEqualTo(most);
        assertThat(nodes.get(0).refused(Policy.USER)).isPositive();
    }

    @Test
    void killedRedisAddsABurstForEachSwitch() throws Exception {
        double most = race(more(400), redis::kill, more(300), redis::start, this::awaitUp, more(300));

        assertThat((double) granted.sum()).isLessThanOrEqualTo(most + 2 * LIMIT.burst());
    }

    @Test
    void frozenRedisAddsABurstForEachSwitch() throws Exception {
        double most = race(
                more(400),
                redis::freeze,
                () -> await().until(() -> buckets.stream().noneMatch(RedisBuckets::isUp)),
                more(300),
                redis::resume,
                this::awaitUp,
                more(300));

        assertThat((double) granted.sum()).isLessThanOrEqualTo(most + 2 * LIMIT.burst());
        assertThat(buckets.get(0).suspensions()).isPositive();
    }
}
