package io.marketbell.delivery.writer;

import static io.marketbell.delivery.writer.Liveness.Verdict.DEAD;
import static io.marketbell.delivery.writer.Liveness.Verdict.FINE;
import static io.marketbell.delivery.writer.Liveness.Verdict.HEARTBEAT;
import static io.marketbell.delivery.writer.Liveness.Verdict.PING;
import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.delivery.DeliverySettings;
import io.marketbell.delivery.shard.TestSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private static final long SECOND = 1_000_000_000L;
    private static final DeliverySettings EVERY_TEN_SECONDS = TestSettings.withHeartbeat(Duration.ofSeconds(10));

    private final Liveness liveness = new Liveness(true, EVERY_TEN_SECONDS, SECOND);

    @Test
    void anIdleClientGetsAHeartbeatAndAPing() {
        assertThat(check(10)).isEqualTo(FINE);
        assertThat(check(11)).isEqualTo(PING);
        liveness.pinged(11 * SECOND);
        assertThat(check(11)).isEqualTo(HEARTBEAT);
        liveness.wrote(10, 11 * SECOND);
        assertThat(check(12)).isEqualTo(FINE);
    }

    @Test
    void twoUnansweredPingsCloseTheConnection() {
        pingAt(11);
        pingAt(21);
        liveness.wrote(1, 30 * SECOND);
        assertThat(check(30)).isEqualTo(FINE);
        assertThat(check(31)).isEqualTo(DEAD);
    }

    @Test
    void aSilentClientIsClosedEvenIfEachCheckIsLate() {
        for (int at = 40; at < 200; at += 30) {
            switch (check(at)) {
                case PING -> liveness.pinged(at * SECOND);
                case HEARTBEAT -> liveness.wrote(10, at * SECOND);
                case DEAD -> {
                    return;
                }
                case FINE -> {}
            }
        }
        assertThat(check(200)).isEqualTo(DEAD);
    }

    @Test
    void anyAnswerResetsTheCount() {
        pingAt(11);
        pingAt(21);
        liveness.received(22 * SECOND);
        liveness.wrote(1, 30 * SECOND);

        assertThat(check(31)).isEqualTo(FINE);
        assertThat(check(32)).isEqualTo(PING);
    }

    @Test
    void anUnconfirmedDurableNotificationCausesAPing() {
        liveness.wrote(100, 2 * SECOND);

        assertThat(liveness.check(3 * SECOND, 2 * SECOND)).isEqualTo(PING);
        liveness.pinged(3 * SECOND);
        assertThat(liveness.check(5 * SECOND, 2 * SECOND)).isEqualTo(FINE);
    }

    @Test
    void aClientThatAnswersNothingIsPingedAndThenSuspect() {
        assertThat(liveness.wrote(Liveness.PROBE_BYTES - 1, 2 * SECOND)).isFalse();
        assertThat(liveness.wrote(1, 2 * SECOND)).isTrue();
        liveness.pinged(2 * SECOND);
        assertThat(liveness.isSuspect()).isFalse();

        liveness.wrote(Liveness.SUSPECT_BYTES, 2 * SECOND);
        assertThat(liveness.isSuspect()).isTrue();

        liveness.received(3 * SECOND);
        assertThat(liveness.isSuspect()).isFalse();
    }

    @Test
    void aClientThatCannotAnswerIsAlwaysSuspectAndNeverDead() {
        Liveness events = new Liveness(false, EVERY_TEN_SECONDS, 0);
        events.wrote(1, 100 * SECOND);

        assertThat(events.isSuspect()).isTrue();
        assertThat(events.check(101 * SECOND, SECOND)).isEqualTo(FINE);
        assertThat(events.check(111 * SECOND, SECOND)).isEqualTo(HEARTBEAT);
    }

    private void pingAt(long second) {
        liveness.wrote(1, second * SECOND);
        assertThat(check(second)).isEqualTo(PING);
        liveness.pinged(second * SECOND);
    }

    private Liveness.Verdict check(long second) {
        return liveness.check(second * SECOND, 0);
    }
}
