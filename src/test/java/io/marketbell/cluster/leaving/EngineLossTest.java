package io.marketbell.cluster.leaving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineLossTest {
    private static final Duration DEAD_AFTER = Duration.ofSeconds(5);

    private final EngineLoss loss = new EngineLoss(DEAD_AFTER);
    private boolean turnFree = true;
    private int turns;

    /** Evaluates after the seconds; the engine was last reached by this node at 0. */
    private Step at(double seconds, double othersReachedAt) {
        return at(seconds, 0, Optional.of(seconds(seconds - othersReachedAt)));
    }

    private Step at(double seconds, double reachedAt, Optional<Duration> others) {
        return loss.evaluate(seconds(seconds).toNanos(), seconds(seconds - reachedAt), others, () -> {
            turns++;
            return turnFree;
        });
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    @Test
    void aNodeLeavesStepByStepIfOthersKeepReachingTheEngine() {
        assertThat(at(4.9, 4.5)).isEqualTo(Step.STAY);
        assertThat(at(5, 4.5)).isEqualTo(Step.STAY);
        assertThat(at(10, 9.5)).isEqualTo(Step.STAY);
        assertThat(turns).isZero();

        assertThat(at(10.1, 9.5)).isEqualTo(Step.NOT_READY);
        assertThat(at(15.1, 14.5)).isEqualTo(Step.NOT_READY);
        assertThat(at(15.2, 14.5)).isEqualTo(Step.DISCONNECT);
        assertThat(at(60, 59.5)).isEqualTo(Step.DISCONNECT);
        assertThat(turns).isEqualTo(1);
    }

    @Test
    void noNodeLeavesIfTheEngineIsLostForAll() {
        // another node reached it last, a little later than this one
        for (int second = 1; second < 60; second++) {
            assertThat(at(second, 0.9)).isEqualTo(Step.STAY);
        }
        assertThat(turns).isZero();
    }

    @Test
    void theProofMustNotBeInterrupted() {
        at(5, 4.5);
        at(9, 3);
        assertThat(at(11, 5.5)).as("the others reached it 5.5 seconds ago").isEqualTo(Step.STAY);
        assertThat(at(12, 11.5)).isEqualTo(Step.STAY);
        assertThat(at(16, 0, Optional.empty())).isEqualTo(Step.STAY);
        assertThat(at(17, 16.5)).isEqualTo(Step.STAY);
        assertThat(at(22, 21.5)).isEqualTo(Step.STAY);
        assertThat(at(22.1, 21.5)).isEqualTo(Step.NOT_READY);
    }

    @Test
    void aNodeWaitsForItsTurn() {
        turnFree = false;
        at(5, 4.5);
        assertThat(at(11, 10.5)).isEqualTo(Step.STAY);
        assertThat(at(12, 11.5)).isEqualTo(Step.STAY);

        turnFree = true;
        assertThat(at(13, 12.5)).isEqualTo(Step.NOT_READY);
    }

    @Test
    void aNodeReturnsWhenItReachesTheEngineOrNoOtherDoes() {
        at(5, 4.5);
        at(11, 10.5);
        assertThat(at(17, 16.5)).isEqualTo(Step.DISCONNECT);
        assertThat(at(18, 0, Optional.empty()))
                .as("without reports it cannot know whether the others still reach the engine")
                .isEqualTo(Step.DISCONNECT);

        assertThat(at(19, 18.5, Optional.of(seconds(0.5)))).isEqualTo(Step.STAY);

        assertThat(at(24, 18.5, Optional.of(seconds(0.5)))).isEqualTo(Step.STAY);
        assertThat(at(30, 18.5, Optional.of(seconds(0.5)))).isEqualTo(Step.NOT_READY);
        assertThat(at(31, 18.5, Optional.of(seconds(6)))).isEqualTo(Step.STAY);
    }
}
