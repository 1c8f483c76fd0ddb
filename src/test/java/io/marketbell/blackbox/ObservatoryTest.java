package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.client.RawHttp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObservatoryTest {
    private static final Map<String, String> GOOD = Map.of(
            "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; form-action 'none'; frame-ancestors 'none'",
            "Referrer-Policy", "no-referrer",
            "Strict-Transport-Security", "max-age=31536000",
            "X-Content-Type-Options", "nosniff",
            "Cross-Origin-Resource-Policy", "same-origin");

    @Test
    void aPageWithoutHeadersScoresZero() {
        Observatory bare =
                new Observatory(page(Map.of(), "<script src=\"//cdn.example/x.js\">"), answer(200, Map.of(), ""));

        assertThat(bare.score()).isZero();
        assertThat(bare.grade()).isNotEqualTo("A+");
    }

    @Test
    void bonusesCountOnlyFromAScoreOfNinety() {
        Map<String, String> unsafe = new java.util.HashMap<>(GOOD);
        unsafe.put("Content-Security-Policy", "default-src 'self'; script-src 'unsafe-inline'; frame-ancestors 'none'");

        assertThat(new Observatory(page(unsafe, ""), redirect()).score()).isEqualTo(75);
        assertThat(new Observatory(page(GOOD, ""), redirect()).score()).isEqualTo(130);
    }

    @Test
    void aMissingRedirectCostsTwentyPoints() {
        assertThat(new Observatory(page(GOOD, ""), answer(200, Map.of(), "")).score())
                .isEqualTo(80);
    }

    private static RawHttp.Answer page(Map<String, String> headers, String body) {
        return answer(200, headers, body);
    }

    private static RawHttp.Answer redirect() {
        return answer(308, Map.of("Location", "https://127.0.0.1:9443/"), "");
    }

    private static RawHttp.Answer answer(int status, Map<String, String> headers, String body) {
        List<Map.Entry<String, String>> all = new ArrayList<>(headers.entrySet());
        return new RawHttp.Answer(status, all, body);
    }
}
