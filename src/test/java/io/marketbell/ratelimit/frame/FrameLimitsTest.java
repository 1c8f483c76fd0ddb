package io.marketbell.ratelimit.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.channel.FrameLimiter;
import io.marketbell.channel.FrameLimiter.Verdict;
import io.marketbell.identity.Caller;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import io.marketbell.ratelimit.Rates;
import io.marketbell.ratelimit.TestTime;
import io.marketbell.ratelimit.bucket.BucketRateLimiter;
import io.marketbell.ratelimit.bucket.Limit;
import io.marketbell.ratelimit.bucket.Mode;
import io.marketbell.ratelimit.bucket.Policy;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrameLimitsTest {
    private static final Caller ALICE = new Caller("alice", Set.of(Role.TRADER), Tier.STANDARD, "key");
    private static final String HOME = "203.0.113.7";

    private final TestTime time = new TestTime();
    private final BucketRateLimiter limiter = new BucketRateLimiter(
            Rates.DEFAULT.limit(Policy.ADDRESS, new Limit(2, 5)).settings(), time);
    private final FrameLimiter gate = address -> new ConnectionFrameLimiter(limiter, time, address);
    private final FrameLimiter.ConnectionLimiter connectionLimiter = gate.open(HOME);

    @Test
    void requestsUseTheUsersBucketOnEveryConnection() {
        FrameLimiter.ConnectionLimiter other = gate.open("198.51.100.1");
        for (int i = 0; i < 10; i++) {
            assertThat(connectionLimiter.check("subscribe", ALICE)).isEqualTo(Verdict.PASS);
            assertThat(other.check("unsubscribe", ALICE)).isEqualTo(Verdict.PASS);
        }

        assertThat(connectionLimiter.check("auth", ALICE)).isEqualTo(Verdict.REFUSE);
        assertThat(other.check("subscriptions", ALICE)).isEqualTo(Verdict.REFUSE);
        assertThat(limiter.refused(Policy.USER)).isEqualTo(2);
    }

    @Test
    void unauthenticatedClientsUseTheBucketOfTheirAddress() {
        for (int i = 0; i < 5; i++) {
            assertThat(connectionLimiter.check("auth", null)).isEqualTo(Verdict.PASS);
        }
        assertThat(gate.open(HOME).check("auth", null)).isEqualTo(Verdict.REFUSE);
        assertThat(limiter.refusalOf(HOME)).isNotNull();
    }

    @Test
    void acknowledgementsAndPingsUseTheBucketOfTheConnection() {
        for (int i = 0; i < 50; i++) {
            assertThat(connectionLimiter.check("ack", ALICE)).isEqualTo(Verdict.PASS);
            assertThat(connectionLimiter.check("ping", ALICE)).isEqualTo(Verdict.PASS);
        }
        assertThat(connectionLimiter.check("ping", ALICE)).isEqualTo(Verdict.REFUSE);
        assertThat(gate.open(HOME).check("ping", ALICE)).isEqualTo(Verdict.PASS);
        assertThat(connectionLimiter.check("subscribe", ALICE)).isEqualTo(Verdict.PASS);
    }

    @Test
    void aConnectionRefusedForTenSecondsIsClosedEvenIfSomeFramesPass() {
        Verdict last = Verdict.PASS;
        int passed = 0;
        Duration flood = Duration.ZERO;
        while (last != Verdict.CLOSE) {
            last = connectionLimiter.check("subscribe", ALICE);
            passed += last == Verdict.PASS ? 1 : 0;
            time.advance(Duration.ofMillis(20));
            flood = flood.plusMillis(20);
        }
        assertThat(flood).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
        assertThat(passed).isBetween(110, 130);
    }

    @Test
    void refusalsWithLongPausesDoNotCloseTheConnection() {
        for (int i = 0; i < 20; i++) {
            while (connectionLimiter.check("subscribe", ALICE) == Verdict.PASS) {}
            time.advance(Duration.ofMillis(2_001));
        }
        while (connectionLimiter.check("subscribe", ALICE) == Verdict.PASS) {}
        assertThat(connectionLimiter.check("subscribe", ALICE)).isEqualTo(Verdict.REFUSE);
    }

    @Test
    void withoutLimitsEverythingPasses() {
        limiter.configure(Rates.DEFAULT.mode(Mode.OFF).settings());
        for (int i = 0; i < 1_000; i++) {
            assertThat(connectionLimiter.check("ping", ALICE)).isEqualTo(Verdict.PASS);
        }
    }

    @Test
    void shortPausesDoNotResetTheTenSeconds() {
        Verdict last = Verdict.PASS;
        Duration flood = Duration.ZERO;
        while (last != Verdict.CLOSE && flood.compareTo(Duration.ofSeconds(60)) < 0) {
            for (int i = 0; i < 250 && last != Verdict.CLOSE; i++) {
                last = connectionLimiter.check("subscribe", ALICE);
                time.advance(Duration.ofMillis(20));
                flood = flood.plusMillis(20);
            }
            time.advance(Duration.ofMillis(2_100));
        }
        assertThat(last).isEqualTo(Verdict.CLOSE);
        assertThat(flood).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(16));
    }

    @Test
    void refusedTimeExpiresInFourTimesItsLength() {
        floodFor(Duration.ofSeconds(9));
        time.advance(Duration.ofSeconds(36));
        assertThat(floodFor(Duration.ofSeconds(9))).isEqualTo(Verdict.REFUSE);
    }

    private Verdict floodFor(Duration time) {
        Verdict last = Verdict.PASS;
        for (long millis = 0; millis < time.toMillis(); millis += 20) {
            last = connectionLimiter.check("subscribe", ALICE);
            this.time.advance(Duration.ofMillis(20));
        }
        while (connectionLimiter.check("subscribe", ALICE) == Verdict.PASS) {}
        return last == Verdict.CLOSE ? last : connectionLimiter.check("subscribe", ALICE);
    }

    @Test
    void framesAreCountedBeforeParsing() {
        int passed = 0;
        while (connectionLimiter.arrived(100) == Verdict.PASS) {
            passed++;
        }
        assertThat(passed).isEqualTo(2_000);
        time.advance(Duration.ofMillis(10));
        for (int i = 0; i < 10; i++) {
            assertThat(connectionLimiter.arrived(100)).isEqualTo(Verdict.PASS);
        }
        assertThat(connectionLimiter.arrived(100)).isEqualTo(Verdict.REFUSE);
        assertThat(gate.open(HOME).arrived(100)).as("another connection").isEqualTo(Verdict.PASS);
    }

    @Test
    void bytesAreCountedBeforeParsing() {
        for (int i = 0; i < 32; i++) {
            assertThat(connectionLimiter.arrived(64 << 10)).isEqualTo(Verdict.PASS);
        }
        assertThat(connectionLimiter.arrived(64 << 10)).isEqualTo(Verdict.REFUSE);
        time.advance(Duration.ofMillis(250));
        assertThat(connectionLimiter.arrived(64 << 10)).isEqualTo(Verdict.PASS);
        assertThat(connectionLimiter.arrived(1 << 10)).isEqualTo(Verdict.REFUSE);
        assertThat(limiter.refused(Policy.CONNECTION)).isEqualTo(2);
    }

    @Test
    void refusalsOfUnparsedFramesAreAnsweredAtMostAHundredTimesASecond() {
        while (connectionLimiter.arrived(10) == Verdict.PASS) {}
        int answered = 1;
        int ignored = 0;
        for (int i = 0; i < 999; i++) {
            Verdict verdict = connectionLimiter.arrived(10);
            answered += verdict == Verdict.REFUSE ? 1 : 0;
            ignored += verdict == Verdict.IGNORE ? 1 : 0;
        }
        assertThat(answered).isEqualTo(100);
        assertThat(ignored).isEqualTo(900);
    }

    @Test
    void aConnectionThatFloodsForTenSecondsIsClosedWithoutParsing() {
        Verdict last = Verdict.PASS;
        int millis = 0;
        while (last != Verdict.CLOSE) {
            for (int i = 0; i < 5; i++) {
                last = connectionLimiter.arrived(10);
            }
            time.advance(Duration.ofMillis(1));
            millis++;
        }
        assertThat(millis).isBetween(10_000, 11_000);
    }

    @Test
    void theBudgetFollowsItsMode() {
        limiter.configure(Rates.DEFAULT.mode(Policy.CONNECTION, Mode.REPORT).settings());
        for (int i = 0; i < 3_000; i++) {
            assertThat(connectionLimiter.arrived(10)).isEqualTo(Verdict.PASS);
        }
        assertThat(limiter.reported(Policy.CONNECTION)).isEqualTo(1_000);
    }
}
