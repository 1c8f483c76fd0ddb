package io.marketbell.ratelimit.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.identity.Tier;
import io.marketbell.ratelimit.Rates;
import io.marketbell.ratelimit.TestTime;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private static final String HOME = "203.0.113.7";
    private static final String PUBLISH = "POST /api/v1/notifications";
    private static final Subjects ALICE = Subjects.user("alice", Tier.STANDARD);
    private static final Subjects ALICE_AT_HOME = new Subjects("alice", Tier.STANDARD, HOME, PUBLISH, false);

    private final TestTime time = new TestTime();
    private BucketRateLimiter limiter = limiter(Rates.DEFAULT);

    private BucketRateLimiter limiter(Rates rates) {
        return new BucketRateLimiter(rates.settings(), time);
    }

    @Test
    void eachTierHasItsBurstAndThenItsRate() {
        for (Tier tier : Tier.values()) {
            Limit limit = Rates.DEFAULT.settings().tiers().get(tier);
            Subjects user = Subjects.user("user of " + tier, tier);

            assertThat(granted(user)).as(tier + " at once").isEqualTo(limit.burst());
            time.advance(Duration.ofSeconds(1));
            assertThat(granted(user)).as(tier + " in a second").isEqualTo(limit.ratePerSecond());
            time.advance(Duration.ofMinutes(1));
            assertThat(granted(user)).as(tier + " after a pause").isEqualTo(limit.burst());
        }
    }

    @Test
    void tokensAreAddedSteadilyNotAtTheEndOfASecond() {
        granted(ALICE);
        time.advance(Duration.ofMillis(99));
        assertThat(limiter.tryAcquire(ALICE, 1).isGranted()).isFalse();
        time.advance(Duration.ofMillis(1));
        assertThat(limiter.tryAcquire(ALICE, 1).isGranted()).isTrue();
        assertThat(limiter.tryAcquire(ALICE, 1).isGranted()).isFalse();
    }

    @Test
    void theWaitOfARefusalIsCorrect() {
        granted(ALICE);
        time.advance(Duration.ofMillis(30));

        Decision refused = limiter.tryAcquire(ALICE, 3);
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofMillis(270));

        time.advance(refused.retryAfter());
        assertThat(limiter.tryAcquire(ALICE, 3).isGranted()).isTrue();
    }

    @Test
    void threeBucketsAreChargedTogether() {
        Decision decision = limiter.tryAcquire(ALICE_AT_HOME, 3);

        assertThat(decision.states())
                .extracting(BucketState::policy, BucketState::remaining)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Policy.USER, 17L),
                        org.assertj.core.groups.Tuple.tuple(Policy.ADDRESS, 397L),
                        org.assertj.core.groups.Tuple.tuple(Policy.ENDPOINT, 9_997L));
        assertThat(decision.tightest().policy()).isEqualTo(Policy.USER);
        assertThat(decision.tightest().timeToFull()).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void aRefusalByOneBucketTakesNothingFromTheOthers() {
        limiter = limiter(Rates.DEFAULT.limit(Policy.ENDPOINT, new Limit(1, 2)));
        limiter.tryAcquire(ALICE_AT_HOME, 1);

        Decision refused = limiter.tryAcquire(ALICE_AT_HOME, 2);

        assertThat(refused.refusedBy()).containsExactly(Policy.ENDPOINT);
        assertThat(refused.tightest().policy()).isEqualTo(Policy.ENDPOINT);
        assertThat(remaining("user:alice")).isEqualTo(19);
        assertThat(remaining("address:" + HOME)).isEqualTo(399);
        assertThat(remaining("endpoint:" + PUBLISH)).isEqualTo(1);
    }

    @Test
    void allRefusingPoliciesAreNamed() {
        limiter = limiter(Rates.DEFAULT.limit(Policy.ADDRESS, new Limit(1, 20)));
        while (limiter.tryAcquire(ALICE_AT_HOME, 1).isGranted()) {}

        Decision refused = limiter.tryAcquire(ALICE_AT_HOME, 1);

        assertThat(refused.refusedBy()).containsExactly(Policy.USER, Policy.ADDRESS);
        assertThat(refused.retryAfter()).as("the longest wait").isEqualTo(Duration.ofSeconds(1));
        assertThat(limiter.refused(Policy.USER)).isEqualTo(2);
        assertThat(limiter.refused(Policy.ADDRESS)).isEqualTo(2);
        assertThat(limiter.refused(Policy.ENDPOINT)).isZero();
    }

    @Test
    void aWeightLargerThanTheBucketTakesAllOfIt() {
        assertThat(limiter.tryAcquire(ALICE, 21).isGranted()).isTrue();
        assertThat(remaining("user:alice")).isZero();
        assertThat(limiter.tryAcquire(ALICE, 21).retryAfter()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void theRestOfAWeightIsChargedLaterAndOnce() {
        limiter.tryAcquire(ALICE, 1);
        assertThat(limiter.acquire(ALICE, 1, 9).isGranted()).isTrue();
        assertThat(remaining("user:alice")).isEqualTo(10);

        limiter.tryAcquire(ALICE, 1);
        Decision refused = limiter.acquire(ALICE, 1, 11);
        assertThat(refused.isGranted()).isFalse();
        assertThat(refused.retryAfter()).as("until 12 are there").isEqualTo(Duration.ofMillis(300));
        assertThat(remaining("user:alice")).isEqualTo(9);
    }

    @Test
    void reportModeCountsAndNeverRefuses() {
        limiter = limiter(Rates.DEFAULT.mode(Policy.USER, Mode.REPORT));
        for (int i = 0; i < 20; i++) {
            assertThat(limiter.tryAcquire(ALICE_AT_HOME, 1).reportedBy()).isEmpty();
        }

        Decision beyond = limiter.tryAcquire(ALICE_AT_HOME, 1);

        assertThat(beyond.isGranted()).isTrue();
        assertThat(beyond.reportedBy()).containsExactly(Policy.USER);
        assertThat(limiter.reported(Policy.USER)).isEqualTo(1);
        assertThat(limiter.refused(Policy.USER)).isZero();
        assertThat(remaining("address:" + HOME)).isEqualTo(379);
    }

    @Test
    void aRefusalTogetherWithAReportReturnsOnlyTheTokensTaken() {
        limiter = limiter(Rates.DEFAULT.mode(Policy.USER, Mode.REPORT).limit(Policy.ENDPOINT, new Limit(1, 25)));
        for (int i = 0; i < 25; i++) {
            limiter.tryAcquire(ALICE_AT_HOME, 1);
        }

        assertThat(limiter.tryAcquire(ALICE_AT_HOME, 1).refusedBy()).containsExactly(Policy.ENDPOINT);
        assertThat(remaining("user:alice")).isZero();
        assertThat(remaining("address:" + HOME)).isEqualTo(375);
    }

    @Test
    void aDisabledPolicyIsNotChecked() {
        limiter = limiter(Rates.DEFAULT.mode(Policy.ADDRESS, Mode.OFF));

        assertThat(limiter.tryAcquire(ALICE_AT_HOME, 1).states())
                .extracting(BucketState::policy)
                .containsExactly(Policy.USER, Policy.ENDPOINT);
    }

    @Test
    void noPolicyIsStricterThanTheGeneralMode() {
        limiter = limiter(Rates.DEFAULT.mode(Mode.REPORT));
        assertThat(granted(ALICE, 100)).isEqualTo(100);

        limiter = limiter(Rates.DEFAULT.mode(Mode.OFF));
        assertThat(granted(ALICE, 100)).isEqualTo(100);
        assertThat(limiter.tryAcquire(ALICE, 1).tightest()).isNull();
    }

    @Test
    void anOverrideTakesEffectAtOnceAndKeepsTheFillLevel() {
        granted(ALICE, 10);
        assertThat(remaining("user:alice")).isEqualTo(10);

        limiter.override(Subject.parse("user:alice"), new Allowance(new Limit(100, 200), null));

        assertThat(remaining("user:alice")).as("half full, as before").isEqualTo(100);
        assertThat(granted(ALICE)).isEqualTo(100);
        assertThat(granted(Subjects.user("bob", Tier.STANDARD))).isEqualTo(20);

        limiter.reset(Subject.parse("user:alice"));
        assertThat(limiter.inspect(Subject.parse("user:alice")).overridden()).isFalse();
        assertThat(granted(ALICE)).as("full again, and its tier's").isEqualTo(20);
    }

    @Test
    void anOverrideOfATierAppliesToItsUsers() {
        granted(ALICE, 10);
        limiter.override(Subject.parse("tier:standard"), new Allowance(new Limit(5, 10), null));
        assertThat(granted(ALICE)).isEqualTo(5);

        limiter = limiter(Rates.DEFAULT);
        granted(ALICE, 10);
        limiter.configure(Rates.DEFAULT.tier(Tier.STANDARD, new Limit(20, 40)).settings());
        assertThat(granted(ALICE)).isEqualTo(20);
    }

    @Test
    void overrideMayExemptASubject() {
        limiter.override(Subject.parse("user:alice"), new Allowance(new Limit(10, 20), Mode.OFF));
        assertThat(granted(ALICE, 100)).isEqualTo(100);
    }

    @Test
    void aLimitThatIsNotFullWithinTheIdleTimeIsRejected() {
        assertThatThrownBy(
                        () -> limiter.override(Subject.parse("user:alice"), new Allowance(new Limit(1, 3_601), null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must fill within");
        assertThat(limiter.inspect(Subject.parse("user:alice")).overridden()).isFalse();
    }

    @Test
    void inspectionDoesNotCountAsUse() {
        assertThat(limiter.inspect(Subject.parse("user:alice")).live()).isFalse();
        assertThat(remaining("user:alice")).isEqualTo(20);
        assertThat(limiter.bucketsOf(Policy.USER).count()).isZero();
    }

    @Test
    void aBucketUnusedForAnHourIsRemoved() {
        granted(ALICE);
        time.advance(Duration.ofMinutes(59));
        assertThat(limiter.inspect(Subject.parse("user:alice")).live()).isTrue();
        limiter.tryAcquire(ALICE, 1);
        time.advance(Duration.ofMinutes(59));
        assertThat(limiter.inspect(Subject.parse("user:alice")).live()).isTrue();
        time.advance(Duration.ofMinutes(2));
        assertThat(limiter.inspect(Subject.parse("user:alice")).live()).isFalse();
    }

    @Test
    void unknownSubjectsShareOneBucketIfTheTableIsFull() {
        limiter = limiter(Rates.DEFAULT.subjects(3).limit(Policy.ADDRESS, new Limit(1, 5)));
        Subjects known = Subjects.address("198.51.100.0");
        granted(known);
        limiter.tryAcquire(Subjects.address("198.51.100.1"), 1);
        limiter.tryAcquire(Subjects.address("198.51.100.2"), 1);

        int newAddresses = 0;
        for (int i = 0; i < 250; i++) {
            newAddresses += granted(Subjects.address("203.0.113." + i));
        }

        assertThat(newAddresses).as("all new addresses together").isEqualTo(5);
        assertThat(granted(known))
                .as("no used bucket was removed and replaced by a full one")
                .isZero();
        assertThat(granted(Subjects.address("198.51.100.2")))
                .as("an existing subject keeps its own bucket")
                .isEqualTo(4);
        assertThat(limiter.bucketsOf(Policy.ADDRESS).count()).isEqualTo(3);
    }

    @Test
    void removalOfIdleBucketsMakesRoom() {
        limiter = limiter(Rates.DEFAULT.subjects(1).limit(Policy.ADDRESS, new Limit(1, 5)));
        granted(Subjects.address("198.51.100.0"));
        time.advance(Duration.ofMinutes(61));

        assertThat(granted(Subjects.address("203.0.113.1"))).isEqualTo(5);
        assertThat(limiter.inspect(Subject.parse("address:203.0.113.1")).live()).isTrue();
    }

    @Test
    void aSubjectWithAnOverrideAlwaysHasItsOwnBucket() {
        limiter = limiter(Rates.DEFAULT.subjects(1));
        limiter.tryAcquire(Subjects.user("bob", Tier.STANDARD), 1);
        limiter.override(Subject.parse("user:alice"), new Allowance(new Limit(100, 200), null));

        assertThat(granted(ALICE)).isEqualTo(200);
    }

    @Test
    void anExhaustedAddressIsRefusedWithoutIdentification() {
        Subjects address = Subjects.address(HOME);
        assertThat(limiter.refusalOf(HOME)).isNull();
        assertThat(granted(address)).isEqualTo(400);

        Decision refused = limiter.refusalOf(HOME);
        assertThat(refused.refusedBy()).containsExactly(Policy.ADDRESS);
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofMillis(5));

        time.advance(Duration.ofMillis(5));
        assertThat(limiter.refusalOf(HOME)).isNull();
    }

    @Test
    void anExhaustedSharedBucketRefusesUnknownAddresses() {
        limiter = limiter(Rates.DEFAULT.subjects(1).limit(Policy.ADDRESS, new Limit(1, 5)));
        limiter.tryAcquire(Subjects.address(HOME), 1);
        assertThat(limiter.refusalOf("198.51.100.1")).isNull();
        granted(Subjects.address("198.51.100.1"));

        assertThat(limiter.refusalOf("198.51.100.2").refusedBy()).containsExactly(Policy.ADDRESS);
        assertThat(limiter.refusalOf(HOME)).isNull();
    }

    @Test
    void unusualUserNamesAreLimitedLikeOthers() {
        limiter.override(Subject.parse("user:bob"), new Allowance(new Limit(100, 200), null));
        assertThat(granted(Subjects.user("x".repeat(1_000), Tier.STANDARD))).isEqualTo(20);
        assertThat(granted(Subjects.user("", Tier.STANDARD))).isEqualTo(20);
    }

    @Test
    void handshakesAreLimitedByTheirAddressToo() {
        Subjects handshake = new Subjects(null, null, HOME, "GET /ws/v1/notifications", true);

        assertThat(granted(handshake)).isEqualTo(200);
        assertThat(limiter.tryAcquire(handshake, 1).refusedBy()).containsExactly(Policy.HANDSHAKE);
        assertThat(limiter.tryAcquire(Subjects.address(HOME), 1).isGranted()).isTrue();
    }

    @Test
    void anonymousRequestsTakeNothingFromTheEndpointsOfPublishers() {
        for (int address = 0; address < 30; address++) {
            granted(new Subjects(null, null, "198.51.100." + address, PUBLISH, false));
        }

        Decision publisher = limiter.tryAcquire(ALICE_AT_HOME, 1);

        assertThat(publisher.isGranted()).isTrue();
        assertThat(remaining("endpoint:" + PUBLISH)).isEqualTo(9_999);
        Subjects another = new Subjects(null, null, "192.0.2.1", PUBLISH, false);
        assertThat(limiter.tryAcquire(another, 1).refusedBy())
                .extracting(Policy::label)
                .containsExactly("anonymous");
    }

    @Test
    void connectionsHaveTheirOwnBuckets() {
        BooleanSupplier one = limiter.connection();
        int granted = 0;
        while (one.getAsBoolean()) {
            granted++;
        }
        assertThat(granted).isEqualTo(100);
        assertThat(limiter.connection().getAsBoolean()).isTrue();
        assertThat(limiter.refused(Policy.CONNECTION)).isEqualTo(1);
    }

    private int granted(Subjects subjects) {
        return granted(subjects, 100_000);
    }

    private int granted(Subjects subjects, int tries) {
        int granted = 0;
        while (granted < tries && limiter.tryAcquire(subjects, 1).isGranted()) {
            granted++;
        }
        return granted;
    }

    private long remaining(String subject) {
        return limiter.inspect(Subject.parse(subject)).state().remaining();
    }
}
