package io.marketbell.ratelimit;

import io.github.bucket4j.TimeMeter;
import io.marketbell.identity.Tier;
import io.marketbell.ratelimit.bucket.Allowance;
import io.marketbell.ratelimit.bucket.BucketRateLimiter;
import io.marketbell.ratelimit.bucket.Decision;
import io.marketbell.ratelimit.bucket.Limit;
import io.marketbell.ratelimit.bucket.Policy;
import io.marketbell.ratelimit.bucket.Subject;
import io.marketbell.ratelimit.bucket.Subjects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost of one decision over the three buckets of a request, among 1,000 users and 1,000 addresses; run with -prof
 * gc.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RateLimitBenchmark {
    private static final int CALLERS = 1_000;

    private final Subjects[] generous = new Subjects[CALLERS];
    private final Subjects[] refused = new Subjects[CALLERS];
    private final Subjects[] refusedLast = new Subjects[CALLERS];
    private BucketRateLimiter limiter;
    private int next;

    @Setup
    public void fill() {
        Limit wide = new Limit(1_000_000, 1_000_000);
        limiter = new BucketRateLimiter(
                Rates.DEFAULT
                        .tier(Tier.BROKER, wide)
                        .tier(Tier.STANDARD, new Limit(1, 1))
                        .limit(Policy.ADDRESS, wide)
                        .limit(Policy.ENDPOINT, wide)
                        .settings(),
                TimeMeter.SYSTEM_NANOTIME);
        limiter.override(Subject.parse("endpoint:GET /narrow"), new Allowance(new Limit(1, 1), null));
        for (int i = 0; i < CALLERS; i++) {
            String address = "10.0." + i / 250 + "." + i % 250;
            // several endpoints, because one bucket would soon be empty: a benchmark asks more than a million times a
            // second
            String endpoint = "GET /" + i % 10;
            generous[i] = new Subjects("desk" + i, Tier.BROKER, address, endpoint, false);
            refused[i] = new Subjects("trader" + i, Tier.STANDARD, address, endpoint, false);
            refusedLast[i] = new Subjects("desk" + i, Tier.BROKER, address, "GET /narrow", false);
        }
    }

    @Benchmark
    public Decision granted() {
        return limiter.tryAcquire(generous[next = (next + 1) % CALLERS], 1);
    }

    @Benchmark
    public Decision refused() {
        return limiter.tryAcquire(refused[next = (next + 1) % CALLERS], 1);
    }

    /** The last bucket refuses, so the tokens taken from the others are returned. */
    @Benchmark
    public Decision refusedByTheLast() {
        return limiter.tryAcquire(refusedLast[next = (next + 1) % CALLERS], 1);
    }
}
