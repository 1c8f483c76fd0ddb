package io.marketbell.ratelimit.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.identity.Tier;
import io.marketbell.ratelimit.Rates;
import io.marketbell.ratelimit.TestTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitHeadersTest {
    private final TestTime time = new TestTime();
    private final BucketRateLimiter limiter = new BucketRateLimiter(Rates.DEFAULT.settings(), time);
    private final Subjects alice = new Subjects("alice", Tier.STANDARD, "203.0.113.7", "static", false);

    @Test
    void theHeadersContainAllPoliciesAndTheTightestBucket() {
        assertThat(fields(limiter.tryAcquire(alice, 1)))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "RateLimit-Policy", "\"user\";q=20;w=2, \"address\";q=400;w=2, \"endpoint\";q=10000;w=2",
                        "RateLimit", "\"user\";r=19;t=1",
                        "X-RateLimit-Limit", "20",
                        "X-RateLimit-Remaining", "19",
                        "X-RateLimit-Reset", "1"));
    }

    @Test
    void theHeadersContainTheCurrentLimit() {
        limiter.tryAcquire(alice, 1);
        limiter.override(Subject.parse("user:alice"), new Allowance(new Limit(4, 12), null));

        assertThat(fields(limiter.tryAcquire(alice, 1)).get("RateLimit-Policy")).startsWith("\"user\";q=12;w=3, ");
    }

    @Test
    void theRefusalOfAnExhaustedAddressNamesOnlyTheAddress() {
        limiter.tryAcquire(Subjects.address("203.0.113.7"), 400);

        assertThat(fields(limiter.refusalOf("203.0.113.7")))
                .containsEntry("RateLimit-Policy", "\"address\";q=400;w=2")
                .containsEntry("RateLimit", "\"address\";r=0;t=1");
    }

    @Test
    void retryAfterIsInWholeSecondsRoundedUp() {
        limiter.tryAcquire(alice, 20);

        assertThat(fields(limiter.tryAcquire(alice, 1)))
                .containsEntry("RateLimit", "\"user\";r=0;t=1")
                .containsEntry("Retry-After", "1");
        assertThat(fields(limiter.tryAcquire(alice, 11)))
                .as("1.1 s")
                .containsEntry("Retry-After", "2")
                .containsEntry("X-RateLimit-Reset", "2");
    }

    @Test
    void aWaitOfWholeSecondsIsNotRoundedUp() {
        limiter.tryAcquire(alice, 20);
        assertThat(fields(limiter.tryAcquire(alice, 20))).containsEntry("Retry-After", "2");
    }

    @Test
    void retryAfterIsNeverZero() {
        limiter.tryAcquire(alice, 20);
        Decision refused = limiter.tryAcquire(alice, 1);
        time.advance(Duration.ofNanos(99_999_999));
        assertThat(limiter.tryAcquire(alice, 1).retryAfter()).isEqualTo(Duration.ofNanos(1));
        assertThat(fields(refused)).containsEntry("Retry-After", "1");
    }

    @Test
    void problemNamesThePoliciesThatWereViolated() {
        limiter.tryAcquire(alice, 20);
        Decision refused = limiter.tryAcquire(alice, 1);

        assertThat(LimitHeaders.problem(refused).at("/api/v1/audit").toJson())
                .isEqualTo("{\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\","
                        + "\"title\":\"Quota exceeded\",\"status\":429,"
                        + "\"detail\":\"rate limit exceeded (user); retry in 1 s\","
                        + "\"instance\":\"/api/v1/audit\",\"violated-policies\":[\"user\"]}");
    }

    @Test
    void withoutLimitsThereAreNoHeaders() {
        BucketRateLimiter off =
                new BucketRateLimiter(Rates.DEFAULT.mode(Mode.OFF).settings(), time);
        assertThat(fields(off.tryAcquire(alice, 1))).isEmpty();
    }

    private static Map<String, String> fields(Decision decision) {
        Map<String, String> fields = new LinkedHashMap<>();
        LimitHeaders.write(decision, fields::put);
        return fields;
    }
}
