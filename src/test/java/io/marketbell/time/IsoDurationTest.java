package io.marketbell.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IsoDurationTest {

    @ParameterizedTest
    @CsvSource({
        "PT5S, PT5S",
        "P7D, PT168H",
        "P1DT2H3M4S, PT26H3M4S",
        "PT1H30M, PT1H30M",
        "PT0S, PT0S",
        "PT90M, PT1H30M",
        "PT1.5S, PT1.5S",
        "'PT1,5S', PT1.5S",
        "PT0.00000000019S, PT0S",
        "-PT5S, PT-5S"
    })
    void durationsAreParsed(String text, Duration duration) {
        assertThat(IsoDuration.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pt5s",
                "Pt5S",
                "PT1H-30M",
                "PT-5S",
                "PT+5S",
                "+PT5S",
                "P-1D",
                "P",
                "PT",
                "P1DT",
                "-P",
                "P1D5S",
                "P5S",
                "P1D5",
                "PT5",
                "PT.5S",
                "PT5.S",
                "PT1.5H",
                "PT30M1H",
                "P1M",
                "P1Y",
                "P1W",
                "PT5S ",
                "PT٥S",
                "5s",
                "5",
                "",
                "P99999999999999999999D"
            })
    void otherTextsAreRejected(String text) {
        assertThatThrownBy(() -> IsoDuration.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
