package io.marketbell.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BodiesInFlightTest {
    private final BodiesInFlight bodies = new BodiesInFlight(2);

    @Test
    void aSenderAtItsLimitIsRefusedUntilOneOfItsBodiesHasArrived() {
        Runnable first = bodies.enter("alice");
        bodies.enter("alice");
        assertThat(bodies.enter("alice")).isNull();
        assertThat(bodies.enter("alice")).isNull();
        assertThat(bodies.refused()).isEqualTo(2);

        first.run();
        first.run();

        assertThat(bodies.enter("alice")).isNotNull();
        assertThat(bodies.enter("alice")).as("released once").isNull();
    }

    @Test
    void sendersDoNotAffectEachOther() {
        bodies.enter("alice");
        bodies.enter("alice");

        assertThat(bodies.enter("bob")).isNotNull();
    }

    @Test
    void aLimitBelowOneIsRejected() {
        assertThatThrownBy(() -> new BodiesInFlight(0)).hasMessageContaining("marketbell.requests.bodies.per.user");
    }
}
