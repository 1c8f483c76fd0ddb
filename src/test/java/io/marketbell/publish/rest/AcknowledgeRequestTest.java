package io.marketbell.publish.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketbell.http.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcknowledgeRequestTest {

    static String[] refused() {
        return new String[] {
            "{\"offset\":1e99999999999}",
            "{\"offset\":1e999999999}",
            "[".repeat(1_001),
            "{\"offset\":" + "[".repeat(1_001),
            "{\"offset\":1,\"offset\":2}",
            "{\"offset\":-1}",
            "{\"offset\":1.5}",
            "{\"offset\":9223372036854775808}",
            "{\"offset\":\"1\"}",
            "{}",
            "[]",
            "",
        };
    }

    @ParameterizedTest
    @MethodSource("refused")
    void anAcknowledgementWithoutAUsableOffsetIsA400(String body) {
        assertThat(catchThrowableOfType(ProblemException.class, () -> offset(body))
                        .problem()
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"offset\":815}", "{\"offset\":815.0}", "{\"offset\":8.15e2}", " {\"offset\":815,\"x\":[1]} "})
    void anIntegerIsParsedInEveryNotation(String body) {
        assertThat(offset(body)).isEqualTo(815);
    }

    @Test
    void theLargestOffsetIsParsed() {
        assertThat(offset("{\"offset\":9223372036854775807}")).isEqualTo(Long.MAX_VALUE);
    }

    private static long offset(String body) {
        return AcknowledgeRequest.offset(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }
}
