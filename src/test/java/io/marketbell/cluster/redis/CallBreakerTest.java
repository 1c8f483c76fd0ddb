package io.marketbell.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallBreakerTest {
    private final CallBreaker breaker = new CallBreaker();

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed();
        }
    }

    @Test
    void fifthSuccessiveFailureSuspends() {
        fail(4);
        assertThat(breaker.isSuspended()).isFalse();
        assertThat(breaker.failed()).isTrue();
        assertThat(breaker.isSuspended()).isTrue();
    }

    @Test
    void successBetweenFailuresBeginsTheCountAnew() {
        fail(4);
        breaker.succeeded();
        fail(4);
        assertThat(breaker.isSuspended()).isFalse();
    }

    @Test
    void lateSuccessDoesNotEndTheSuspension() {
        fail(5);
        breaker.succeeded();
        assertThat(breaker.isSuspended()).isTrue();
    }

    @Test
    void failuresDuringASuspensionAreOneSuspension() {
        fail(8);
        assertThat(breaker.suspensions()).isEqualTo(1);
    }

    @Test
    void probeEndsTheSuspensionAndFiveMoreFailuresSuspendAgain() {
        fail(6);
        breaker.resume();
        assertThat(breaker.isSuspended()).isFalse();
        fail(5);
        assertThat(breaker.isSuspended()).isTrue();
        assertThat(breaker.suspensions()).isEqualTo(2);
    }
}
