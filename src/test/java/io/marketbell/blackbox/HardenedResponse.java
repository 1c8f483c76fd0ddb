package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.client.RawHttp;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;

/** The headers that every response has exactly once, regardless of the component that created it. */
public final class HardenedResponse {
    private static final Map<String, String> ALWAYS = Map.of(
            "X-Frame-Options", "DENY",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin");

    private static final List<String> NEVER =
            List.of("Server", "X-Powered-By", "$WSEP", "Set-Cookie", "Access-Control-Allow-Credentials");

    private HardenedResponse() {}

    public static void check(RawHttp.Answer answer, boolean secure) {
        SoftAssertions.assertSoftly(softly -> {
            ALWAYS.forEach((name, value) ->
                    softly.assertThat(answer.all(name)).as(name).containsExactly(value));
            // the documents differ from all other responses
            softly.assertThat(answer.all("Cross-Origin-Opener-Policy"))
                    .singleElement()
                    .satisfies(policy -> softly.assertThat(policy).isIn("same-origin", "same-origin-allow-popups"));
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

    /** A problem (RFC 9457) of this status without internal details. */
    public static void checkProblem(RawHttp.Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.one("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body())
                .startsWith("{\"type\":\"")
                .contains("\"status\":" + status)
                .doesNotContain("Exception", "\tat ", "io.marketbell", "SRVE", "CWW");
    }

    /** API responses and errors are not cached, and depend on the origin. */
    public static void checkApi(RawHttp.Answer answer) {
        assertThat(String.join(", ", answer.all("Vary"))).contains("Origin");
        checkUncached(answer);
    }

    public static void checkUncached(RawHttp.Answer answer) {
        assertThat(answer.all("Cache-Control")).containsExactly("no-store");
        assertThat(answer.one("Content-Security-Policy")).doesNotContain("'self'");
    }
}
