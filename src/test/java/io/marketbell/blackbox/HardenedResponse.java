package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.client.RawHttp;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;

/** What every answer has, whoever made it, and each of it once. */
public final class HardenedResponse {
    private static final Map<String, String> ALWAYS = Map.of(
            "X-Frame-Options", "DENY",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin");

    private static final List<String> NEVER =
            List.of("Server", "X-Powered-By", "$WSEP", "Set-Cookie", "Access-Control-Allow-Credentials");

    private HardenedResponse() {}

    public static void check(RawHttp.Answer answer, boolean secure) {
        SoftAssertions.assertSoftly(softly -> {
            ALWAYS.forEach((name, value) ->
                    softly.assertThat(answer.all(name)).as(name).containsExactly(value));
            NEVER.forEach(name -> softly.assertThat(answer.all(name)).as(name).isEmpty());
            softly.assertThat(answer.all("Content-Security-Policy"))
                    .singleElement()
                    .satisfies(policy -> softly.assertThat(policy)
                            .startsWith("default-src 'none'")
                            .contains("frame-ancestors 'none'")
                            .doesNotContain("unsafe"));
            softly.assertThat(answer.all("Permissions-Policy"))
                    .singleElement()
                    .satisfies(policy -> softly.assertThat(policy).contains("camera=()", "geolocation=()"));
            softly.assertThat(answer.all("Cache-Control")).as("Cache-Control").hasSize(1);
            softly.assertThat(answer.all("Strict-Transport-Security"))
                    .as("Strict-Transport-Security")
                    .isEqualTo(secure ? List.of("max-age=31536000; includeSubDomains") : List.of());
        });
    }

    /** A problem (RFC 9457) of this status, and not a word of what went on inside. */
    public static void checkProblem(RawHttp.Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.one("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body())
                .startsWith("{\"type\":\"")
                .contains("\"status\":" + status)
                .doesNotContain("Exception", "\tat ", "io.marketbell", "SRVE", "CWW");
    }

    /** Answers of the API, and errors: programs read them, nobody keeps them. */
    public static void checkApi(RawHttp.Answer answer) {
        assertThat(answer.all("Cache-Control")).containsExactly("no-store");
        assertThat(answer.one("Content-Security-Policy")).doesNotContain("'self'");
    }
}
