package io.marketbell.ratelimit.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.local.LocalBuckets;
import io.marketbell.identity.Tier;
import io.marketbell.ratelimit.Rates;
import io.marketbell.ratelimit.TestTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two nodes that share buckets, both reachable. */
class SharedLimitsTest {
    private static final String HOME = "203.0.113.7";
    private static final Subject USER_ALICE = Subject.parse("user:alice");
    private static final Subjects ALICE = Subjects.user("alice", Tier.STANDARD);
    private static final Subjects ALICE_AT_HOME = new Subjects("alice", Tier.STANDARD, HOME, "GET /", true);

    private final TestTime time = new TestTime();
    private final LocalBuckets cluster = new LocalBuckets(() -> time.currentTimeNanos() / 1_000);
    private final SwitchedBuckets seenByOne = new SwitchedBuckets(cluster);
    private final SwitchedBuckets seenByOther = new SwitchedBuckets(cluster);
    private BucketRateLimiter one = node(Rates.DEFAULT, seenByOne);
    private BucketRateLimiter other = node(Rates.DEFAULT, seenByOther);

    private BucketRateLimiter node(Rates rates, SwitchedBuckets seen) {
        return new BucketRateLimiter(rates.settings(), time, new SharedLimits(seen, () -> 2, 10));
    }

    private static long granted(BucketRateLimiter limiter, Subjects subjects) {
        long granted = 0;
        while (limiter.tryAcquire(subjects, 1).isGranted()) {
            granted++;
        }
        return granted;
    }

    @Test
    void nodesGrantTheLimitTogether() {
        assertThat(one.tryAcquire(ALICE, 15).isGranted()).isTrue();
        assertThat(granted(other, ALICE)).isEqualTo(5);
        assertThat(granted(one, ALICE)).isZero();

        time.advance(Duration.ofSeconds(1));
        assertThat(granted(one, ALICE)).isEqualTo(10);
        assertThat(granted(other, ALICE)).isZero();
    }

    @Test
    void oneCallDrawsAllSharedBuckets() {
        one.tryAcquire(ALICE_AT_HOME, 3);

        assertThat(seenByOne.draws()).isEqualTo(1);
        Decision decision = other.tryAcquire(ALICE_AT_HOME, 1);
        assertThat(decision.states())
                .extracting(BucketState::policy)
                .containsExactly(Policy.USER, Policy.ADDRESS, Policy.HANDSHAKE, Policy.ENDPOINT);
        assertThat(decision.states()).extracting(BucketState::remaining).containsExactly(16L, 396L, 196L, 9_999L);
        assertThat(decision.isAlone()).isFalse();
    }

    @Test
    void sharedRefusalReturnsTheTokensOfTheEndpoint() {
        other.tryAcquire(ALICE, 18);

        Decision refused = one.tryAcquire(ALICE_AT_HOME, 3);

        assertThat(refused.refusedBy()).containsExactly(Policy.USER);
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofMillis(100));
        assertThat(refused.states()).extracting(BucketState::remaining).containsExactly(2L, 400L, 200L, 10_000L);
    }

    @Test
    void endpointThatRefusesTakesNoSharedTokensAndCausesNoCall() {
        one = node(Rates.DEFAULT.limit(Policy.ENDPOINT, new Limit(1, 1)), seenByOne);
        one.tryAcquire(ALICE_AT_HOME, 1);

        Decision refused = one.tryAcquire(ALICE_AT_HOME, 1);

        assertThat(refused.refusedBy()).containsExactly(Policy.ENDPOINT);
        assertThat(seenByOne.draws()).isEqualTo(1);
        assertThat(refused.states()).extracting(BucketState::remaining).containsExactly(19L, 399L, 199L, 0L);
    }

    @Test
    void refusedSubjectIsRefusedWithoutACallUntilItsRefill() {
        granted(one, ALICE);
        int calls = seenByOne.draws();
        for (int i = 0; i < 1_000; i++) {
            Decision refused = one.tryAcquire(ALICE, 1);
            assertThat(refused.isGranted()).isFalse();
            assertThat(refused.retryAfter()).isBetween(Duration.ofMillis(99), Duration.ofMillis(101));
        }
        assertThat(seenByOne.draws()).isEqualTo(calls);

        time.advance(Duration.ofMillis(100));
        assertThat(one.tryAcquire(ALICE, 1).isGranted()).isTrue();
    }

    @Test
    void emptyAddressIsRefusedWithoutACall() {
        Subjects address = Subjects.address(HOME);
        granted(one, address);
        int calls = seenByOne.draws();

        assertThat(one.refusalOf(HOME)).isNotNull();
        time.advance(Duration.ofMillis(5));
        assertThat(one.refusalOf(HOME)).isNull();
        assertThat(seenByOne.draws()).isEqualTo(calls);
    }

    @Test
    void slowSubjectIsCheckedOnceASecondBecauseItsBucketMayHaveBeenFilled() {
        one = node(Rates.DEFAULT.tier(Tier.STANDARD, new Limit(1, 100)), seenByOne);
        granted(one, ALICE);
        cluster.refill("user:alice");
        assertThat(one.tryAcquire(ALICE, 50).isGranted()).isFalse();

        time.advance(Duration.ofSeconds(1));
        assertThat(one.tryAcquire(ALICE, 50).isGranted()).isTrue();
    }

    @Test
    void resetFillsTheSharedBucketOnceForAllNodes() {
        granted(one, ALICE);
        assertThat(granted(other, ALICE)).isZero();

        one.reset(USER_ALICE);
        other.refillHere(USER_ALICE);

        assertThat(other.tryAcquire(ALICE, 15).isGranted()).isTrue();
        other.resetHere(USER_ALICE);
        assertThat(granted(one, ALICE)).isEqualTo(5);
        assertThat(seenByOne.refills()).isEqualTo(1);
        assertThat(seenByOther.refills()).isZero();
    }

    @Test
    void overrideAppliesToTheSharedBucketInProportion() {
        one.tryAcquire(ALICE, 10);
        one.override(USER_ALICE, new Allowance(new Limit(100, 200), null));
        other.override(USER_ALICE, new Allowance(new Limit(100, 200), null));

        assertThat(one.tryAcquire(ALICE, 1).states().get(0).remaining()).isEqualTo(99);
        assertThat(other.tryAcquire(ALICE, 1).states().get(0).remaining()).isEqualTo(98);
    }

    @Test
    void overrideOfARefusedSubjectAppliesAtOnce() {
        granted(one, ALICE);
        one.override(USER_ALICE, new Allowance(new Limit(100, 200), Mode.REPORT));

        assertThat(one.tryAcquire(ALICE, 1).reportedBy()).containsExactly(Policy.USER);
    }

    @Test
    void reportedBucketRefusesNothingAndKeepsItsTokens() {
        one = node(Rates.DEFAULT.mode(Policy.USER, Mode.REPORT), seenByOne);
        one.tryAcquire(ALICE, 18);

        Decision decision = one.tryAcquire(ALICE, 5);

        assertThat(decision.isGranted()).isTrue();
        assertThat(decision.reportedBy()).containsExactly(Policy.USER);
        assertThat(decision.states().get(0).remaining()).isEqualTo(2);
    }

    @Test
    void limitsThatAreOffCauseNoCall() {
        one = node(Rates.DEFAULT.mode(Mode.OFF), seenByOne);
        one.tryAcquire(ALICE_AT_HOME, 1);
        assertThat(seenByOne.draws()).isZero();
    }

    @Test
    void inspectionShowsTheSharedLevelAndTheListCausesNoCall() {
        other.tryAcquire(ALICE, 15);

        assertThat(one.inspect(USER_ALICE).state().remaining()).isEqualTo(5);
        assertThat(one.inspect(USER_ALICE).live()).isTrue();
        int calls = seenByOne.draws();
        assertThat(one.inspectHere(USER_ALICE).state().remaining()).isEqualTo(20);
        assertThat(seenByOne.draws()).isEqualTo(calls);
    }

    @Test
    void restOfARequestIsDrawnFromTheSharedBucket() {
        one.tryAcquire(ALICE, 1);
        assertThat(one.acquire(ALICE, 1, 9).isGranted()).isTrue();
        assertThat(other.inspect(USER_ALICE).state().remaining()).isEqualTo(10);
    }

    @Test
    void endpointsAndConnectionsOfANodeAreItsOwn() {
        one = node(Rates.DEFAULT.limit(Policy.ENDPOINT, new Limit(1, 1)), seenByOne);
        other = node(Rates.DEFAULT.limit(Policy.ENDPOINT, new Limit(1, 1)), seenByOther);

        assertThat(one.tryAcquire(ALICE_AT_HOME, 1).isGranted()).isTrue();
        assertThat(other.tryAcquire(ALICE_AT_HOME, 1).isGranted()).isTrue();
        assertThat(one.connection().getAsBoolean()).isTrue();
        assertThat(seenByOne.draws()).isEqualTo(1);
    }
}
