package io.marketbell.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T10:15:30Z, 2026-11-22T10:15:30Z",
        "2026-11-22t10:15:30z, 2026-11-22T10:15:30Z",
        "2026-11-22T10:15:30.5Z, 2026-11-22T10:15:30.500Z",
        "2026-11-22T10:15:30.1234567891Z, 2026-11-22T10:15:30.123456789Z",
        "2026-11-22T10:15:30.000000000999999999999Z, 2026-11-22T10:15:30Z",
        "2026-11-22T10:15:30+01:00, 2026-11-22T09:15:30Z",
        "2026-11-22T10:15:30-00:00, 2026-11-22T10:15:30Z",
        "2026-11-22T10:15:30+19:00, 2026-11-21T15:15:30Z",
        "2026-11-22T10:15:30.25-23:59, 2026-11-23T10:14:30.250Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z",
        "2016-12-31T23:59:60Z, 2016-12-31T23:59:59Z",
        "2016-12-31T15:59:60.5-08:00, 2016-12-31T23:59:59.500Z"
    })
    void timesOfTheStandardAreParsed(String text, Instant instant) {
        assertThat(Rfc3339.parse(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T24:00:00Z",
                "2026-11-22T10:15:30+01:00:30",
                "2026-11-22T10:15:30+24:00",
                "2026-11-22T10:15:30+01:60",
                "2026-11-22T07:00:00.Z",
                "2026-11-22T07:00:00,5Z",
                "2026-11-22T07:00:00",
                "2026-11-22T07:00Z",
                "2026-11-22T07:00:00.5",
                "2026-11-22T07:00:00+01",
                "2026-11-22T07:00:00+0100",
                "2026-11-22T07:00:00+1:00",
                "2026-11-22T07:00:00ZZ",
                "2026-11-22T07:00:00Z ",
                " 2026-11-22T07:00:00Z",
                "2026-11-22 07:00:00Z",
                "2026-02-29T07:00:00Z",
                "2026-13-01T07:00:00Z",
                "2026-00-01T07:00:00Z",
                "2026-11-22T07:60:00Z",
                "2026-11-22T07:00:60Z",
                "2016-12-31T23:59:61Z",
                "2016-12-30T23:59:60Z",
                "+2026-11-22T07:00:00Z",
                "-2026-11-22T07:00:00Z",
                "12026-11-22T07:00:00Z",
                "2026-1-22T07:00:00.00Z",
                "2026-11-22T07:00:0٣Z",
                "20261122T070000Z",
                "now",
                ""
            })
    void otherTextsAreRejected(String text) {
        assertThatThrownBy(() -> Rfc3339.parse(text)).isInstanceOf(DateTimeException.class);
    }

    @Test
    void instantsOfJavaAreParsed() {
        Instant instant = Instant.parse("2026-11-22T10:15:30.123456Z");
        assertThat(Rfc3339.parse(instant.toString())).isEqualTo(instant);
    }
}
