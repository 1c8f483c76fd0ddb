package io.marketbell.ratelimit.bucket;

import io.github.bucket4j.TimeMeter;
import io.marketbell.cluster.redis.BucketSettings;
import io.marketbell.cluster.redis.RedisBuckets;
import io.marketbell.cluster.redis.RedisServer;
import io.marketbell.cluster.redis.RedisSettings;
import io.marketbell.identity.Tier;
import io.marketbell.ratelimit.Rates;
import io.marketbell.testkit.redis.RedisForTests;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * The time of one decision over the buckets of user, address and endpoint, with buckets in memory and with shared
 * buckets in a Redis on this machine, alternating, on one thread at 1,000 decisions a second.
 */
public final class SharedLimitCost {
    private static final int ROUNDS = 6;
    private static final int DECISIONS = 3_000;
    private static final int CALLERS = 1_000;
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Limit WIDE = new Limit(1_000_000, 1_000_000);
    private static final Rates RATES =
            Rates.DEFAULT.tier(Tier.BROKER, WIDE).limit(Policy.ADDRESS, WIDE).limit(Policy.ENDPOINT, WIDE);

    private SharedLimitCost() {}

    public static void main(String... none) throws Exception {
        try (RedisForTests redis = new RedisForTests();
                RedisServer server = new RedisServer(new RedisSettings(
                        redis.url(), Duration.ofMillis(5), true, Duration.ofSeconds(60), Duration.ofMillis(200)));
                RedisBuckets buckets = new RedisBuckets(server, "cost", new BucketSettings(Duration.ofMillis(50)))) {
            while (!buckets.isUp()) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            SharedLimits shared = new SharedLimits(buckets, () -> 1, 10);
            BucketRateLimiter local = new BucketRateLimiter(RATES.settings(), TimeMeter.SYSTEM_NANOTIME);
            BucketRateLimiter remote = new BucketRateLimiter(RATES.settings(), TimeMeter.SYSTEM_NANOTIME, shared);
            for (int i = 0; i < ROUNDS; i++) {
                report(i, "local", local);
                report(i, "shared", remote);
            }
            System.out.println("decided alone: " + shared.decidedAlone());
        }
    }

    private static void report(int round, String name, BucketRateLimiter limiter) throws InterruptedException {
        long[] nanos = new long[DECISIONS];
        for (int i = 0; i < DECISIONS; i++) {
            TimeUnit.NANOSECONDS.sleep(PAUSE);
            int caller = i % CALLERS;
            Subjects subjects = new Subjects(
                    "desk" + caller, Tier.BROKER, "10.0." + caller / 250 + "." + caller % 250, "GET /", false);
            long began = System.nanoTime();
            limiter.tryAcquire(subjects, 1);
            nanos[i] = System.nanoTime() - began;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "round %d %-6s p50 %7.1f µs, p99 %7.1f µs%n",
                round, name, nanos[DECISIONS / 2] / 1e3, nanos[DECISIONS * 99 / 100] / 1e3);
    }
}
