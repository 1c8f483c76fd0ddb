package io.marketbell.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.ratelimit.bucket.BucketRateLimiter;
import io.marketbell.ratelimit.bucket.Limit;
import io.marketbell.ratelimit.bucket.Policy;
import io.marketbell.ratelimit.bucket.Subjects;
import io.marketbell.testkit.servlet.FilterExchange;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AddressChargeTest {
    private final BucketRateLimiter limiter = new BucketRateLimiter(
            Rates.DEFAULT.limit(Policy.ADDRESS, new Limit(1, 2)).settings(), new TestTime());
    private final AddressCharge charge = new AddressCharge(limiter);

    @Test
    void earlyAnswersAndOtherRequestsUseTheSameBucketOfTheAddress() throws IOException {
        FilterExchange early = new FilterExchange("GET", "/");

        assertThat(charge.admit(early.request(), early.response())).isTrue();
        assertThat(early.header("RateLimit")).isEqualTo("\"address\";r=1;t=1");
        assertThat(limiter.tryAcquire(Subjects.address("203.0.113.7"), 1).isGranted())
                .isTrue();
        FilterExchange refused = new FilterExchange("GET", "/");
        assertThat(charge.admit(refused.request(), refused.response())).isFalse();
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.body()).contains("\"violated-policies\":[\"address\"]");
        assertThat(limiter.refused(Policy.ADDRESS)).isEqualTo(1);
    }
}
