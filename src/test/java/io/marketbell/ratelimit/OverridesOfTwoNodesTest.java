package io.marketbell.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.database.Database;
import io.marketbell.database.ProductDatabases;
import io.marketbell.ratelimit.bucket.Allowance;
import io.marketbell.ratelimit.bucket.BucketRateLimiter;
import io.marketbell.ratelimit.bucket.Limit;
import io.marketbell.ratelimit.bucket.Subject;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** Two nodes that share the overrides of one PostgreSQL. */
class OverridesOfTwoNodesTest {
    private static final Subject ALICE = Subject.parse("user:alice");
    private static final Allowance HUNDRED = new Allowance(new Limit(100, 200), null);

    private final Database database = Database.over(ProductDatabases.postgres());
    private final BucketRateLimiter limiter = new BucketRateLimiter(Rates.DEFAULT.settings(), new TestTime());
    private final Overrides one = node(new BucketRateLimiter(Rates.DEFAULT.settings(), new TestTime()));
    private final Overrides other = node(limiter);

    private Overrides node(BucketRateLimiter limiter) {
        return new Overrides(limiter, new OverrideTable(database, InstantSource.system()));
    }

    @Test
    void nextPollOfTheOtherNodeAppliesAndRemovesAnOverride() {
        one.put(ALICE, HUNDRED);
        other.synchronize();
        assertThat(limit()).isEqualTo(HUNDRED.limit());

        one.remove(ALICE);
        other.synchronize();
        assertThat(limit()).isEqualTo(Limit.of(10));
    }

    @Test
    void overrideIsAppliedWithinThreeSeconds() {
        assertThat(RateLimitBeans.LOOK_SECONDS).isLessThan(3);
    }

    private Limit limit() {
        return limiter.inspect(ALICE).limit();
    }
}
