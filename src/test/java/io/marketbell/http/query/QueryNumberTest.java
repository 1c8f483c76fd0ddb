package io.marketbell.http.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryNumberTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "0",
                "1001",
                "many",
                "",
                " 5",
                "+5",
                "5.0",
                "1e2",
                "0x5",
                "٥",
                "99999999999999999999",
                "--5"
            })
    void anythingButAnIntegerOfTheRangeIsA400ThatNamesTheParameter(String text) {
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> QueryNumber.of("limit", text, 100, 1, 1_000));

        assertThat(refused.problem().status()).isEqualTo(400);
        assertThat(refused.problem().errors())
                .containsExactly(new Problem.Flaw("limit", "must be an integer from 1 to 1000"));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "007,7", "1000,1000"})
    void integersOfTheRangeAreRead(String text, long number) {
        assertThat(QueryNumber.of("limit", text, 100, 1, 1_000)).isEqualTo(number);
    }

    @Test
    void absentParameterHasItsDefault() {
        assertThat(QueryNumber.of("limit", null, 100, 1, 1_000)).isEqualTo(100);
    }

    @Test
    void offsetHasNoUpperBound() {
        assertThat(QueryNumber.of("after", "9223372036854775807", 0, 0, Long.MAX_VALUE))
                .isEqualTo(Long.MAX_VALUE);
        ProblemException refused = catchThrowableOfType(
                ProblemException.class, () -> QueryNumber.of("after", "9223372036854775808", 0, 0, Long.MAX_VALUE));
        assertThat(refused.problem().errors())
                .containsExactly(new Problem.Flaw("after", "must be an integer not less than 0"));
    }
}
