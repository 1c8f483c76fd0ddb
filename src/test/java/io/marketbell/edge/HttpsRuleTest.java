package io.marketbell.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.edge.HttpsRule.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpsRuleTest {
    private final HttpsRule production = new HttpsRule(true, 9443);

    @ParameterizedTest
    @CsvSource({
        "true, /, GET, PASS",
        "true, /api/v1/notifications, POST, PASS",
        "false, /, GET, REDIRECT",
        "false, /index.html, HEAD, REDIRECT",
        "false, /docs/, GET, REDIRECT",
        "false, /apiary, GET, REDIRECT",
        "false, /, POST, REFUSE",
        "false, /api, GET, REFUSE",
        "false, /api/v1/notifications, GET, REFUSE",
        "false, /ws/v1/notifications, GET, REFUSE"
    })
    void pagesAreRedirectedAndProgramsRefused(boolean secure, String path, String method, Verdict verdict) {
        assertThat(production.verdict(secure, ApplicationPart.of(path), method)).isEqualTo(verdict);
        assertThat(production.admits(secure)).isEqualTo(verdict == Verdict.PASS);
    }

    @Test
    void withoutRequiredHttpsEverythingPasses() {
        HttpsRule development = new HttpsRule(false, 9443);

        assertThat(development.verdict(false, ApplicationPart.API, "POST")).isEqualTo(Verdict.PASS);
    }

    @Test
    void redirectsLeadToTheSameHostAndPath() {
        assertThat(production.location("localhost", false, "/a?b=c")).isEqualTo("https://localhost:9443/a?b=c");
        assertThat(production.location("::1", false, "/")).isEqualTo("https://[::1]:9443/");
        assertThat(production.location("bell.example.com", true, "/")).isEqualTo("https://bell.example.com/");
        assertThat(new HttpsRule(true, 443).location("localhost", false, "/")).isEqualTo("https://localhost/");
    }

    @Test
    void noPathRedirectsToAnotherHost() {
        assertThat(production.location("localhost", false, "//evil.example/"))
                .isEqualTo("https://localhost:9443/evil.example/");
        assertThat(production.location("localhost", false, "@evil.example/"))
                .isEqualTo("https://localhost:9443/@evil.example/");
    }
}
