package io.marketbell.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.clock.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HostLimiterTest {

    private final TestClock clock = new TestClock();
    private final HostLimiter limiter = new HostLimiter(new HostLimiter.Limits(4, 3, Duration.ofSeconds(30)), clock);

    @Test
    void limitsConcurrentCallbacks() {
        limiter.started();
        limiter.started();
        assertThat(limiter.free()).isEqualTo(2);
        limiter.ended(true);
        assertThat(limiter.free()).isEqualTo(3);
    }

    @Test
    void opensAfterConsecutiveFailures() {
        assertThat(fail()).isFalse();
        assertThat(fail()).isFalse();
        assertThat(fail()).isTrue();
        assertThat(limiter.free()).isZero();
    }

    @Test
    void successBetweenFailuresResetsTheCount() {
        fail();
        fail();
        succeed();
        fail();
        fail();
        assertThat(limiter.free()).isEqualTo(4);
    }

    @Test
    void singleTrialIsAllowedAfterThePause() {
        closed();
        clock.advance(Duration.ofSeconds(29));
        assertThat(limiter.free()).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(limiter.free()).isEqualTo(1);
        limiter.started();
        assertThat(limiter.free()).isZero();
    }

    @Test
    void trialDecidesWhetherTheCircuitCloses() {
        closed();
        clock.advance(Duration.ofSeconds(30));
        assertThat(fail()).isFalse();
        assertThat(limiter.free()).isZero();

        clock.advance(Duration.ofSeconds(30));
        succeed();
        assertThat(limiter.free()).isEqualTo(4);
        assertThat(limiter.isUneventful()).isTrue();
    }

    private void closed() {
        fail();
        fail();
        fail();
    }

    private boolean fail() {
        limiter.started();
        return limiter.ended(false);
    }

    private void succeed() {
        limiter.started();
        limiter.ended(true);
    }
}
