package io.marketbell.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.edge.Cors.Verdict;
import io.marketbell.http.address.AllowedOrigins;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {
    private static final String APP = "https://app.example.com";

    private final Cors cors = new Cors(new AllowedOrigins(List.of(APP)), 7200);

    @Test
    void listedOriginMayReadAnswersAndTheHeadersOfLimits() {
        Verdict verdict = cors.verdict("GET", APP, false, null, null);

        assertThat(((Verdict.Pass) verdict).headers())
                .containsEntry("Access-Control-Allow-Origin", APP)
                .hasEntrySatisfying(
                        "Access-Control-Expose-Headers",
                        shown -> assertThat(shown.split(", "))
                                .contains(
                                        "RateLimit",
                                        "RateLimit-Policy",
                                        "X-RateLimit-Remaining",
                                        "Retry-After",
                                        "ETag",
                                        "Location"));
    }

    @Test
    void aPreflightOfAListedOriginIsAnsweredAndCacheable() {
        Verdict verdict = cors.verdict("OPTIONS", APP, false, "POST", "X-API-Key,content-type,if-none-match");

        assertThat(((Verdict.Answer) verdict).headers())
                .containsEntry("Access-Control-Allow-Origin", APP)
                .containsEntry("Access-Control-Max-Age", "7200")
                .hasEntrySatisfying(
                        "Access-Control-Allow-Methods",
                        methods -> assertThat(methods).contains("POST"))
                .hasEntrySatisfying(
                        "Access-Control-Allow-Headers",
                        headers -> assertThat(headers).contains("x-api-key"))
                .doesNotContainKey("Access-Control-Allow-Credentials");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "https://evil.example, GET, -",
                "https://app.example.com.evil.example, GET, -",
                "http://app.example.com, GET, -",
                "https://app.example.com:8443, GET, -",
                "null, GET, -",
                "'https://app.example.com https://evil.example', GET, -",
                "https://app.example.com, TRACE, -",
                "https://app.example.com, get, -",
                "https://app.example.com, GET, x-forwarded-for",
                "https://app.example.com, GET, 'x-api-key,,cookie'"
            })
    void aBadPreflightIsRefused(String origin, String method, String headers) {
        assertThat(cors.verdict("OPTIONS", origin, false, method, headers)).isInstanceOf(Verdict.Refuse.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "*"})
    void anotherOriginMayNotReadAnything(String origin) {
        assertThat(cors.verdict("GET", origin, false, null, null)).isEqualTo(new Verdict.Pass(Map.of()));
    }

    @Test
    void ownPagesAndProgramsNeedNoCorsHeaders() {
        assertThat(cors.verdict("POST", "https://bell.example.com", true, null, null))
                .isEqualTo(new Verdict.Pass(Map.of()));
        assertThat(cors.verdict("POST", null, false, null, null)).isEqualTo(new Verdict.Pass(Map.of()));
        assertThat(cors.verdict("OPTIONS", null, false, null, null)).isEqualTo(new Verdict.Pass(Map.of()));
    }
}
