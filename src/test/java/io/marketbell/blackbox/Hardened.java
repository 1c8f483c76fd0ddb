package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.client.RawHttp;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;

/** What every answer has, whoever made it, and each of it once. */
final class Hardened {
    private static final Map<String, String> ALWAYS = Map.of(
            "X-Frame-Options", "DENY",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin");

    private static final List<String> NEVER =
            List.of("Server", "X-Powered-By", "$WSEP", "Set-Cookie", "Access-Control-Allow-Credentials");

    private Hardened() {}

    static void check(RawHttp.Answer answer, boolean secure) {
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

    /** Answers of the API, and errors: programs read them, nobody keeps them. */
    static void checkApi(RawHttp.Answer answer) {
        assertThat(answer.all("Cache-Control")).containsExactly("no-store");
        assertThat(answer.one("Content-Security-Policy")).doesNotContain("'self'");
    }
}
