package io.marketbell.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(5, Duration.ofSeconds(1), Duration.ofMinutes(5));

    @Test
    void growsFromTheFirstDelayToTheLongest() {
        assertThat(IntStream.rangeClosed(1, 4).mapToObj(failed -> backoff.after(failed, 1)))
                .containsExactly(
                        Duration.ofSeconds(1),
                        Duration.ofMillis(6_694),
                        Duration.ofMillis(44_814),
                        Duration.ofMinutes(5));
    }

    @Test
    void jitterCoversTheWholeDelay() {
        assertThat(backoff.after(4, 0)).isEqualTo(Duration.ZERO);
        assertThat(backoff.after(4, 0.5)).isEqualTo(Duration.ofSeconds(150));
    }

    @Test
    void isExhaustedAfterTheLastAttempt() {
        assertThat(backoff.isSpent(4)).isFalse();
        assertThat(backoff.isSpent(5)).isTrue();
    }

    @Test
    void twoAttemptsHaveOneDelay() {
        assertThat(new Backoff(2, Duration.ofSeconds(1), Duration.ofMinutes(5)).after(1, 1))
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void rejectsInvalidSchedules() {
        assertThatThrownBy(() -> new Backoff(0, Duration.ofSeconds(1), Duration.ofSeconds(2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(5, Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
