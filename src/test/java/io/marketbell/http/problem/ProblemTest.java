package io.marketbell.http.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {

    @Test
    void isWrittenWithEveryMember() {
        Problem problem = Problem.invalid(
                        List.of(new Problem.Flaw("/type", "unknown type \"X\""), new Problem.Flaw("/body", "too long")))
                .members(",\"accepted\":[]")
                .at("/api/v1/notifications");

        assertThat(problem.toJson())
                .isEqualTo("{\"type\":\"/problems/validation\",\"title\":\"Invalid content\",\"status\":400,"
                        + "\"detail\":\"2 faults\",\"instance\":\"/api/v1/notifications\",\"errors\":["
                        + "{\"pointer\":\"/type\",\"detail\":\"unknown type \\\"X\\\"\"},"
                        + "{\"pointer\":\"/body\",\"detail\":\"too long\"}],\"accepted\":[]}");
    }

    @Test
    void absentMembersAreLeftOut() {
        assertThat(Problem.of(404, null).toJson())
                .isEqualTo("{\"type\":\"/problems/not-found\",\"title\":\"Not found\",\"status\":404}");
    }

    @Test
    void anUnavailableServiceIsRetriedAfterFiveSecondsUnlessStatedOtherwise() {
        Problem unavailable = Problem.of(503, "retry later");

        assertThat(unavailable.headers()).containsExactly(entry("Retry-After", List.of("5")));
        assertThat(unavailable.retryAfter(Duration.ofMillis(1_001)).headers())
                .containsExactly(entry("Retry-After", List.of("2")));
        assertThat(Problem.of(429, "slow down").headers()).isEmpty();
    }

    @Test
    void aDelayIsRoundedUpToSecondsAndIsAtLeastOne() {
        assertThat(RetryAfter.seconds(Duration.ZERO)).isEqualTo(1);
        assertThat(RetryAfter.seconds(Duration.ofSeconds(2))).isEqualTo(2);
        assertThat(RetryAfter.seconds(Duration.ofSeconds(2).plusNanos(1))).isEqualTo(3);
        assertThat(RetryAfter.secondsRoundedUp(0)).isZero();
    }

    @Test
    void everyTypeHasAUniqueUri() {
        assertThat(Arrays.stream(ProblemType.values()).map(ProblemType::uri)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 404, 405, 406, 408, 409, 411, 413, 414, 415, 417, 421, 429, 431, 500, 502, 503})
    void aStatusKeepsItsNumberForEveryType(int status) {
        assertThat(Problem.of(status, "x").status()).isEqualTo(status);
    }

    @Test
    void aSuccessIsNotAProblem() {
        assertThatThrownBy(() -> Problem.of(200, "fine")).isInstanceOf(IllegalArgumentException.class);
    }
}
