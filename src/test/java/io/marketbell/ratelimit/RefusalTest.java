package io.marketbell.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.identity.Tier;
import io.marketbell.ratelimit.bucket.Allowance;
import io.marketbell.ratelimit.bucket.BucketRateLimiter;
import io.marketbell.ratelimit.bucket.BucketState;
import io.marketbell.ratelimit.bucket.Decision;
import io.marketbell.ratelimit.bucket.Limit;
import io.marketbell.ratelimit.bucket.Mode;
import io.marketbell.ratelimit.bucket.Policy;
import io.marketbell.ratelimit.bucket.Subject;
import io.marketbell.ratelimit.bucket.Subjects;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bucket states in a refusal. Some are computed, because asking the buckets again would cost more. */
class RefusalTest {
    private static final String HOME = "203.0.113.7";
    private static final Subjects ALICE_AT_HOME = new Subjects("alice", Tier.STANDARD, HOME, "GET /", false);
    private static final Limit WIDE = new Limit(1_000_000, 1_000_000);
    private static final Duration NANO = Duration.ofNanos(1);

    private final TestTime time = new TestTime();

    private BucketRateLimiter limiter(Limit user, Limit endpoint) {
        return new BucketRateLimiter(
                Rates.DEFAULT
                        .tier(Tier.STANDARD, user)
                        .limit(Policy.ENDPOINT, endpoint)
                        .settings(),
                time);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 20, 1, 2, 2",
        "3, 7, 2, 5, 4",
        "7, 700, 13, 17, 17",
        "999983, 1000000, 11, 30, 12",
        "50, 1, 3, 3, 3"
    })
    void computedStatesEqualThoseOfTheBuckets(long rate, long burst, long its, long holds, long weight) {
        BucketRateLimiter limiter = limiter(new Limit(rate, burst), new Limit(its, holds));
        limiter.tryAcquire(ALICE_AT_HOME, weight);

        for (int step = 1; step <= 50; step++) {
            time.advance(Duration.ofNanos(7_777_777L * step % 100_000_000));
            Decision decision = limiter.tryAcquire(ALICE_AT_HOME, weight);
            for (BucketState decided : decision.states()) {
                BucketState current = state(limiter, decided.policy());
                assertThat(decided.remaining())
                        .as("%s at step %s", decided.policy(), step)
                        .isEqualTo(current.remaining());
                assertThat(decided.nanosToFull())
                        .as("%s at step %s", decided.policy(), step)
                        .isBetween(current.nanosToFull() - 1, current.nanosToFull() + 1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 20, 3", "3, 7, 5", "7, 700, 650", "999983, 1000000, 900000", "1, 1, 1"})
    void theWaitIsExact(long rate, long burst, long weight) {
        BucketRateLimiter limiter = limiter(WIDE, new Limit(rate, burst));
        limiter.override(Subject.parse("address:" + HOME), new Allowance(WIDE, Mode.OFF));
        limiter.tryAcquire(ALICE_AT_HOME, burst);
        time.advance(Duration.ofNanos(123_457));

        Duration wait = limiter.tryAcquire(ALICE_AT_HOME, weight).retryAfter();

        time.advance(wait.minus(NANO).minus(NANO));
        assertThat(limiter.tryAcquire(ALICE_AT_HOME, weight).isGranted())
                .as("earlier")
                .isFalse();
        time.advance(NANO.plus(NANO).plus(NANO));
        assertThat(limiter.tryAcquire(ALICE_AT_HOME, weight).isGranted())
                .as("then")
                .isTrue();
    }

    private static BucketState state(BucketRateLimiter limiter, Policy policy) {
        return limiter.inspect(Subject.of(policy, name(policy))).state();
    }

    private static String name(Policy policy) {
        return switch (policy) {
            case USER -> "alice";
            case ADDRESS -> HOME;
            default -> "GET /";
        };
    }
}
