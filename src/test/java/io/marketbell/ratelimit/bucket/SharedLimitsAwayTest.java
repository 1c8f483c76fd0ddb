package io.marketbell.ratelimit.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.cluster.local.LocalBuckets;
import io.marketbell.identity.Tier;
import io.marketbell.ratelimit.Rates;
import io.marketbell.ratelimit.TestTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Three nodes whose shared buckets become unreachable and return. */
class SharedLimitsAwayTest {
    private static final Limit LIMIT = new Limit(30, 60);
    private static final Rates RATES = Rates.DEFAULT.tier(Tier.STANDARD, LIMIT);
    private static final Subjects ALICE = Subjects.user("alice", Tier.STANDARD);
    private static final Subject USER_ALICE = Subject.parse("user:alice");

    private final TestTime time = new TestTime();
    private final LocalBuckets cluster = new LocalBuckets(() -> time.currentTimeNanos() / 1_000);
    private final List<SwitchedBuckets> seen = new ArrayList<>();
    private final List<SharedLimits> shared = new ArrayList<>();
    private final List<BucketRateLimiter> nodes = new ArrayList<>();
    private int alive = 3;

    SharedLimitsAwayTest() {
        for (int i = 0; i < 3; i++) {
            seen.add(new SwitchedBuckets(cluster));
            shared.add(new SharedLimits(seen.get(i), () -> alive, 10));
            nodes.add(new BucketRateLimiter(RATES.settings(), time, shared.get(i)));
        }
    }

    private void away(boolean away) {
        seen.forEach(node -> node.away(away));
    }

    private long granted(int node) {
        long granted = 0;
        while (nodes.get(node).tryAcquire(ALICE, 1).isGranted()) {
            granted++;
        }
        return granted;
    }

    private long granted() {
        return granted(0) + granted(1) + granted(2);
    }

    @Test
    void eachNodeGrantsItsShareOfTheRate() {
        away(true);
        assertThat(granted(0)).isEqualTo(20);
        time.advance(Duration.ofSeconds(1));
        assertThat(granted(0)).isEqualTo(10);
        assertThat(granted()).isEqualTo(40);
        time.advance(Duration.ofMinutes(1));
        assertThat(granted(0)).isEqualTo(20);
        assertThat(shared.get(0).decidedAlone()).isPositive();
    }

    @Test
    void decisionOfTheShareShowsItsTokensAndWait() {
        away(true);
        Decision decision = nodes.get(0).tryAcquire(ALICE, 1);
        assertThat(decision.isAlone()).isTrue();
        assertThat(decision.states().get(0).remaining()).isEqualTo(19);
        granted(0);

        Decision refused = nodes.get(0).tryAcquire(ALICE, 2);

        assertThat(refused.isAlone()).isTrue();
        assertThat(refused.refusedBy()).containsExactly(Policy.USER);
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofMillis(200));
        time.advance(refused.retryAfter());
        assertThat(nodes.get(0).tryAcquire(ALICE, 2).isGranted()).isTrue();
    }

    @Test
    void shareBeginsWithThePartOfTheLastKnownTokens() {
        nodes.get(0).tryAcquire(ALICE, 54);
        away(true);
        assertThat(granted(0)).isEqualTo(2);
    }

    @Test
    void emptyBucketHasAnEmptyShare() {
        granted(0);
        away(true);
        assertThat(granted(0)).isZero();
        time.advance(Duration.ofMillis(100));
        assertThat(granted(0)).isEqualTo(1);
    }

    @Test
    void heaviestRequestIsGrantedEvenIfTheShareIsSmaller() {
        alive = 30;
        away(true);
        nodes.get(0).tryAcquire(ALICE, 1);
        time.advance(Duration.ofSeconds(10));
        assertThat(nodes.get(0).tryAcquire(ALICE, 10).isGranted()).isTrue();
    }

    @Test
    void weightAboveTheShareTakesTheWholeShare() {
        away(true);
        assertThat(nodes.get(0).tryAcquire(ALICE, 60).isGranted()).isTrue();
        assertThat(granted(0)).isZero();
    }

    @Test
    void changedNumberOfNodesNeverRefills() {
        away(true);
        granted(0);
        alive = 1;
        assertThat(granted(0)).isZero();
        alive = 3;
        assertThat(granted(0)).isZero();
        time.advance(Duration.ofSeconds(1));
        alive = 1;
        assertThat(granted(0)).isEqualTo(10);
        time.advance(Duration.ofSeconds(1));
        assertThat(granted(0)).isEqualTo(30);
    }

    @Test
    void shortUsesOfTheShareGiveNoMoreThanALongOne() {
        long granted = 0;
        for (int i = 0; i < 100; i++) {
            away(true);
            granted += granted(0);
            away(false);
            nodes.get(0).tryAcquire(ALICE, 1);
            time.advance(Duration.ofMillis(100));
        }
        assertThat(granted).isLessThanOrEqualTo(20 + 10 * 10);
    }

    @Test
    void overrideInTheMeantimeKeepsTheFillLevelOfTheShare() {
        away(true);
        nodes.get(0).tryAcquire(ALICE, 10);
        nodes.get(0).override(USER_ALICE, new Allowance(new Limit(300, 600), null));
        assertThat(granted(0)).isEqualTo(100);
    }

    @Test
    void resetInTheMeantimeFillsTheShare() {
        away(true);
        granted(0);
        nodes.get(0).reset(USER_ALICE);
        assertThat(granted(0)).isEqualTo(20);
    }

    @Test
    void refusalByOneShareReturnsTheTokensOfTheOther() {
        Subjects atHome = new Subjects("alice", Tier.STANDARD, "203.0.113.7", "GET /", false);
        away(true);
        nodes.get(0).tryAcquire(Subjects.address("203.0.113.7"), 132); // of 133

        Decision refused = nodes.get(0).tryAcquire(atHome, 3);

        assertThat(refused.refusedBy()).containsExactly(Policy.ADDRESS);
        assertThat(refused.states()).extracting(BucketState::remaining).containsExactly(20L, 1L, 10_000L);
        assertThat(granted(0)).isEqualTo(20);
    }

    @Test
    void reportedShareRefusesNothing() {
        BucketRateLimiter node =
                new BucketRateLimiter(RATES.mode(Policy.USER, Mode.REPORT).settings(), time, shared.get(0));
        away(true);
        node.tryAcquire(ALICE, 20);
        assertThat(node.tryAcquire(ALICE, 1).reportedBy()).containsExactly(Policy.USER);
    }

    @Test
    void requestThatHasWaitedDoesNotCallAgain() {
        away(true);
        Decision first = nodes.get(0).tryAcquire(ALICE, 1);
        away(false);
        int calls = seen.get(0).draws();

        assertThat(nodes.get(0).acquire(ALICE, 1, 4, !first.isAlone()).isGranted())
                .isTrue();

        assertThat(seen.get(0).draws()).isEqualTo(calls);
        assertThat(nodes.get(0).tryAcquire(ALICE, 1).states().get(0).remaining())
                .isEqualTo(59);
    }

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    /** Of random weights at random nodes, with buckets that become unreachable for all nodes, and return. */
    @ParameterizedTest
    @MethodSource("seeds")
    void eachSwitchAddsAtMostOneBurst(int seed) {
        Random random = new Random(seed);
        long granted = 0;
        long switches = 0;
        boolean away = false;
        long began = time.currentTimeNanos();
        for (int i = 0; i < 2_000; i++) {
            if (random.nextInt(200) == 0) {
                away = !away;
                away(away);
                switches++;
            }
            if (random.nextInt(50) == 0) {
                alive = 3 + random.nextInt(3);
            }
            if (random.nextInt(500) == 0) {
                time.advance(Duration.ofSeconds(random.nextInt(5)));
            }
            time.advance(Duration.ofNanos(random.nextInt(40_000_000)));
            long weight = 1 + random.nextInt(10);
            if (nodes.get(random.nextInt(3)).tryAcquire(ALICE, weight).isGranted()) {
                granted += weight;
            }
            double seconds = (time.currentTimeNanos() - began) / 1e9;
            assertThat((double) granted)
                    .isLessThanOrEqualTo(LIMIT.burst() * (1 + switches) + LIMIT.ratePerSecond() * seconds);
        }
    }
}
