package io.marketbell.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HostGateTest {

    private final TestClock clock = new TestClock();
    private final HostGate gate = new HostGate(new HostGate.Limits(4, 3, Duration.ofSeconds(30)), clock);

    @Test
    void letsSoManyThroughAtOnce() {
        gate.started();
        gate.started();
        assertThat(gate.free()).isEqualTo(2);
        gate.ended(true);
        assertThat(gate.free()).isEqualTo(3);
    }

    @Test
    void closesAfterFailuresInARow() {
        assertThat(fail()).isFalse();
        assertThat(fail()).isFalse();
        assertThat(fail()).isTrue();
        assertThat(gate.free()).isZero();
    }

    @Test
    void aSuccessBetweenFailuresKeepsItOpen() {
        fail();
        fail();
        succeed();
        fail();
        fail();
        assertThat(gate.free()).isEqualTo(4);
    }

    @Test
    void afterItsRestASingleOneMayTry() {
        closed();
        clock.advance(Duration.ofSeconds(29));
        assertThat(gate.free()).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(gate.free()).isEqualTo(1);
        gate.started();
        assertThat(gate.free()).isZero();
    }

    @Test
    void theTryDecidesWhetherItOpens() {
        closed();
        clock.advance(Duration.ofSeconds(30));
        assertThat(fail()).isFalse();
        assertThat(gate.free()).isZero();

        clock.advance(Duration.ofSeconds(30));
        succeed();
        assertThat(gate.free()).isEqualTo(4);
        assertThat(gate.isUneventful()).isTrue();
    }

    private void closed() {
        fail();
        fail();
        fail();
    }

    private boolean fail() {
        gate.started();
        return gate.ended(false);
    }

    private void succeed() {
        gate.started();
        gate.ended(true);
    }
}
