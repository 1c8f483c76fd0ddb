package io.marketbell.identity.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.marketbell.http.problem.ProblemException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RotationRequestTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "{}", "{\"overlap\":null}"})
    void overlapIsADayByDefault(String json) {
        assertThat(RotationRequest.overlap(json)).isEqualTo(Duration.ofDays(1));
    }

    @ParameterizedTest
    @CsvSource({"PT0S, PT0S", "PT24H, PT24H", "P7D, PT168H", "P1DT2H3M4S, PT26H3M4S", "P90D, PT2160H"})
    void overlapIsADuration(String text, Duration overlap) {
        assertThat(RotationRequest.overlap("{\"overlap\":\"" + text + "\"}")).isEqualTo(overlap);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"P91D\"",
                "\"pt5s\"",
                "\"PT-5S\"",
                "\"-PT5S\"",
                "\"P\"",
                "\"PT\"",
                "\"P1DT\"",
                "7",
                "\"P99999999999999999D\""
            })
    void otherOverlapsAreRejected(String overlap) {
        assertThatThrownBy(() -> RotationRequest.overlap("{\"overlap\":" + overlap + "}"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().errors().get(0).pointer())
                                .isEqualTo("/overlap"));
    }

    @Test
    void bodyMustBeAnObject() {
        assertThatThrownBy(() -> RotationRequest.overlap("[]")).isInstanceOf(ProblemException.class);
    }
}
