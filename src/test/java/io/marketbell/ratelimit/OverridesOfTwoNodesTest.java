package io.marketbell.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.BusTopic;
import io.marketbell.cluster.WakeUps;
import io.marketbell.database.Database;
import io.marketbell.database.ProductDatabases;
import io.marketbell.identity.Tier;
import io.marketbell.ratelimit.bucket.Allowance;
import io.marketbell.ratelimit.bucket.BucketRateLimiter;
import io.marketbell.ratelimit.bucket.Limit;
import io.marketbell.ratelimit.bucket.Subject;
import io.marketbell.ratelimit.bucket.Subjects;
import io.marketbell.testkit.bus.UnreliableBuses;
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
        return new Overrides(limiter, new OverrideTable(database, InstantSource.system(), true));
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
    void theOnlyNodeStoresAndReadsNoResets() {
        OverrideTable table = new OverrideTable(database, InstantSource.system(), false);

        table.reset(ALICE);

        assertThat(table.resets()).isEmpty();
        assertThat(new OverrideTable(database, InstantSource.system(), true).resets())
                .isEmpty();
    }

    @Test
    void overrideIsAppliedWithinThreeSeconds() {
        assertThat(RateLimitBeans.LOOK_SECONDS).isLessThan(3);
    }

    private void empty(BucketRateLimiter of) {
        while (of.tryAcquire(Subjects.user("alice", Tier.STANDARD), 1).isGranted()) {
            assertThat(of.inspect(ALICE).live()).isTrue();
        }
    }

    private boolean isFull() {
        return limiter.inspect(ALICE).state().remaining() == Limit.of(10).burst();
    }

    @Test
    void resetFillsTheBucketAtTheOtherNodeAlthoughThereWasNoOverride() {
        other.synchronize();
        empty(limiter);
        assertThat(isFull()).isFalse();

        one.remove(ALICE);
        other.synchronize();

        assertThat(isFull()).isTrue();
    }

    @Test
    void resetFillsTheBucketOnce() {
        one.synchronize();
        other.synchronize();
        one.remove(ALICE);
        other.remove(ALICE);
        one.synchronize();
        other.synchronize();

        empty(limiter);
        other.synchronize();

        assertThat(isFull()).isFalse();
    }

    @Test
    void resetsBeforeTheStartOfANodeDoNotConcernIt() {
        one.remove(ALICE);
        empty(limiter);
        other.synchronize();

        assertThat(isFull()).isFalse();
    }

    @Test
    void messageOfTheOtherNodeAppliesAChangeAtOnce() {
        UnreliableBuses buses = new UnreliableBuses();
        one.onStored(new WakeUps(buses.node(), BusTopic.LIMITS)::send);
        new WakeUps(buses.node(), BusTopic.LIMITS).onArrival(Runnable::run, other::synchronize);
        other.synchronize();

        one.put(ALICE, HUNDRED);
        assertThat(limit()).isEqualTo(HUNDRED.limit());

        one.remove(ALICE);
        assertThat(limit()).isEqualTo(Limit.of(10));
    }

    private Limit limit() {
        return limiter.inspect(ALICE).limit();
    }
}
