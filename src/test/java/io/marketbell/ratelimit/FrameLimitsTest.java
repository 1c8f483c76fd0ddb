package io.marketbell.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.channel.FrameGate;
import io.marketbell.channel.FrameGate.Verdict;
import io.marketbell.identity.Caller;
import io.marketbell.identity.Role;
import io.marketbell.identity.Tier;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FrameLimitsTest {
    private static final Caller ALICE = new Caller("alice", Set.of(Role.TRADER), Tier.STANDARD, "key");
    private static final String HOME = "203.0.113.7";

    private final TestTime time = new TestTime();
    private final BucketRateLimiter limiter = new BucketRateLimiter(
            Rates.DEFAULT.limit(Policy.ADDRESS, new Limit(2, 5)).settings(), time);
    private final FrameGate gate = new FrameLimits(limiter, time);
    private final FrameGate.Turnstile turnstile = gate.open(HOME);

    @Test
    void requestsDrawOnTheUsersBucketWhateverTheConnection() {
        FrameGate.Turnstile other = gate.open("198.51.100.1");
        for (int i = 0; i < 10; i++) {
            assertThat(turnstile.ask("subscribe", ALICE)).isEqualTo(Verdict.PASS);
            assertThat(other.ask("unsubscribe", ALICE)).isEqualTo(Verdict.PASS);
        }

        assertThat(turnstile.ask("auth", ALICE)).isEqualTo(Verdict.REFUSE);
        assertThat(other.ask("subscriptions", ALICE)).isEqualTo(Verdict.REFUSE);
        assertThat(limiter.refused(Policy.USER)).isEqualTo(2);
    }

    @Test
    void whoHasNotAuthenticatedDrawsOnItsAddress() {
        for (int i = 0; i < 5; i++) {
            assertThat(turnstile.ask("auth", null)).isEqualTo(Verdict.PASS);
        }
        assertThat(gate.open(HOME).ask("auth", null)).isEqualTo(Verdict.REFUSE);
        assertThat(limiter.refusalOf(HOME)).isNotNull();
    }

    @Test
    void signsOfLifeDrawOnTheConnectionAlone() {
        for (int i = 0; i < 50; i++) {
            assertThat(turnstile.ask("ack", ALICE)).isEqualTo(Verdict.PASS);
            assertThat(turnstile.ask("ping", ALICE)).isEqualTo(Verdict.PASS);
        }
        assertThat(turnstile.ask("ping", ALICE)).isEqualTo(Verdict.REFUSE);
        assertThat(gate.open(HOME).ask("ping", ALICE)).isEqualTo(Verdict.PASS);
        assertThat(turnstile.ask("subscribe", ALICE)).isEqualTo(Verdict.PASS);
    }

    @Test
    void whoGoesOnForTenSecondsIsShownOutThoughSomeFramesPass() {
        Verdict last = Verdict.PASS;
        int passed = 0;
        Duration flood = Duration.ZERO;
        while (last != Verdict.CLOSE) {
            last = turnstile.ask("subscribe", ALICE);
            passed += last == Verdict.PASS ? 1 : 0;
            time.advance(Duration.ofMillis(20));
            flood = flood.plusMillis(20);
        }
        assertThat(flood).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
        assertThat(passed).isBetween(110, 130);
    }

    @Test
    void whoPausesStartsAnew() {
        for (int i = 0; i < 20; i++) {
            while (turnstile.ask("subscribe", ALICE) == Verdict.PASS) {}
            time.advance(Duration.ofMillis(2_001));
        }
        while (turnstile.ask("subscribe", ALICE) == Verdict.PASS) {}
        assertThat(turnstile.ask("subscribe", ALICE)).isEqualTo(Verdict.REFUSE);
    }

    @Test
    void everythingPassesWhereNothingIsLimited() {
        limiter.configure(Rates.DEFAULT.mode(Mode.OFF).settings());
        for (int i = 0; i < 1_000; i++) {
            assertThat(turnstile.ask("ping", ALICE)).isEqualTo(Verdict.PASS);
        }
    }
}
