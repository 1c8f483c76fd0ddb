package io.marketbell.ratelimit.bucket;

import io.github.bucket4j.TimeMeter;
import io.marketbell.identity.Tier;
import io.marketbell.ratelimit.Rates;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Sixteen threads acquire one user's tokens as often as possible for ten seconds of real time. Reports the share of the
 * limit that was granted, for each tier and with all three buckets.
 */
public final class LimitRace {
    private static final int THREADS = 16;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(10);

    private LimitRace() {}

    public static void main(String... none) throws Exception {
        for (Tier tier : Tier.values()) {
            Limit limit = Rates.DEFAULT.settings().tiers().get(tier);
            report(tier.label(), limit, Rates.DEFAULT, Subjects.user("alice", tier));
        }
        Limit endpoint = new Limit(5_000, 10_000);
        Rates wide = Rates.DEFAULT
                .tier(Tier.BROKER, new Limit(1_000_000, 1_000_000))
                .limit(Policy.ADDRESS, new Limit(1_000_000, 1_000_000))
                .limit(Policy.ENDPOINT, endpoint);
        report(
                "endpoint, behind two others that give",
                endpoint,
                wide,
                new Subjects("alice", Tier.BROKER, "203.0.113.7", "GET /", false));
    }

    private static void report(String what, Limit limit, Rates rates, Subjects subjects) throws Exception {
        BucketRateLimiter limiter = new BucketRateLimiter(rates.settings(), TimeMeter.SYSTEM_NANOTIME);
        long began = System.nanoTime();
        long granted = race(limiter, subjects, began + NANOS);
        double seconds = (System.nanoTime() - began) / 1e9;
        double most = limit.burst() + limit.ratePerSecond() * seconds;
        System.out.printf(
                "%-40s %6d/s burst %6d: %7d granted of %9.1f allowed in %.3f s: %.3f %%%s%n",
                what,
                limit.ratePerSecond(),
                limit.burst(),
                granted,
                most,
                seconds,
                100 * granted / most,
                granted > most ? " TOO MANY" : "");
    }

    private static long race(RateLimiter limiter, Subjects subjects, long end) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                counts.add(threads.submit(() -> {
                    long granted = 0;
                    while (System.nanoTime() < end) {
                        granted += limiter.tryAcquire(subjects, 1).isGranted() ? 1 : 0;
                    }
                    return granted;
                }));
            }
            long sum = 0;
            for (Future<Long> count : counts) {
                sum += count.get();
            }
            return sum;
        } finally {
            threads.shutdownNow();
        }
    }
}
