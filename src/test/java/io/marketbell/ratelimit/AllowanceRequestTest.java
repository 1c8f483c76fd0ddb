package io.marketbell.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.ratelimit.bucket.Limit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowanceRequestTest {

    @Test
    void theDefaultBurstIsTwiceTheRate() {
        assertThat(AllowanceRequest.read("{\"rate_per_second\":100}").limit()).isEqualTo(new Limit(100, 200));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"rate_per_second\":1e99999999999}",
                "{\"rate_per_second\":1e999999999}",
                "{\"rate_per_second\":9223372036854775807}",
                "{\"rate_per_second\":1,\"rate_per_second\":2}",
                "{\"rate_per_second\":1.5}",
                "[]",
                "{",
                "",
            })
    void anUnusableLimitIsA400(String body) {
        Problem problem = catchThrowableOfType(ProblemException.class, () -> AllowanceRequest.read(body))
                .problem();

        assertThat(problem.status()).isEqualTo(400);
    }

    @Test
    void nestingWithoutEndIsA400() {
        assertThat(catchThrowableOfType(ProblemException.class, () -> AllowanceRequest.read("[".repeat(1_001)))
                        .problem()
                        .status())
                .isEqualTo(400);
    }
}
