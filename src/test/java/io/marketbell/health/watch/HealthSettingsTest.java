package io.marketbell.health.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HealthSettingsTest {

    @Test
    void anObjectiveMustBeBelowOneHundredPercent() {
        assertThatThrownBy(() -> new ServiceObjectives(1, 0.99, Duration.ofMillis(500), 14.4, 6, 100))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ticksAndSamplesAreAboveZero() {
        assertThatThrownBy(() -> new EvaluationTicks(Duration.ofSeconds(10), 2, 3, 3, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EvaluationTicks(Duration.ZERO, 2, 3, 3, 30))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void defaultsAreThoseOfTheManual() {
        assertThat(EvaluationTicks.DEFAULT).isEqualTo(new EvaluationTicks(Duration.ofSeconds(10), 2, 3, 3, 30));
        assertThat(HealthSettings.DEFAULT.stuckAfter()).isEqualTo(Duration.ofSeconds(30));
    }
}
