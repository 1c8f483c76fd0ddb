package io.marketbell.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.identity.Tier;
import io.marketbell.ratelimit.bucket.BucketRateLimiter;
import io.marketbell.ratelimit.bucket.Limit;
import io.marketbell.ratelimit.bucket.Policy;
import io.marketbell.ratelimit.bucket.Subject;
import io.marketbell.ratelimit.bucket.Subjects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sixteen threads on the same buckets, while time advances in steps. */
class ExactnessTest {
    private static final int THREADS = 16;
    private static final Limit LIMIT = new Limit(100, 200);
    private static final Duration STEP = Duration.ofMillis(10);
    private static final int STEPS = 1_000;
    private static final long MOST = LIMIT.burst() + LIMIT.ratePerSecond() * STEPS * STEP.toMillis() / 1_000;

    private final TestTime time = new TestTime();

    @Test
    void concurrentThreadsReachTheLimitAndNeverExceedIt() throws Exception {
        Subjects alice = Subjects.user("alice", Tier.STANDARD);
        BucketRateLimiter limiter =
                new BucketRateLimiter(Rates.DEFAULT.tier(Tier.STANDARD, LIMIT).settings(), time);

        assertThat(race(limiter, alice)).isEqualTo(MOST);
    }

    /** Returned tokens must not be granted twice, and as few as possible may be lost. */
    @Test
    void returningNeitherCreatesNorLosesTokens() throws Exception {
        Subjects both = new Subjects("alice", Tier.BROKER, "203.0.113.7", null, false);
        BucketRateLimiter limiter = new BucketRateLimiter(
                Rates.DEFAULT
                        .tier(Tier.BROKER, new Limit(1_000, 3_000))
                        .limit(Policy.ADDRESS, LIMIT)
                        .settings(),
                time);

        long granted = race(limiter, both);

        assertThat(granted).isBetween(MOST * 99 / 100, MOST);
        assertThat(limiter.inspect(Subject.parse("user:alice")).state().remaining())
                .isLessThanOrEqualTo(3_000);
    }

    /** In each step all threads acquire tokens until they are refused; then time advances by one step. */
    private long race(BucketRateLimiter limiter, Subjects subjects) throws Exception {
        CyclicBarrier step = new CyclicBarrier(THREADS, () -> time.advance(STEP));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                counts.add(threads.submit(() -> {
                    long granted = 0;
                    for (int s = 0; s <= STEPS; s++) {
                        while (limiter.tryAcquire(subjects, 1).isGranted()) {
                            granted++;
                        }
                        step.await(30, TimeUnit.SECONDS);
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
