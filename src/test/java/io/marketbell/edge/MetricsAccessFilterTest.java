package io.marketbell.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.operations.RecordingConfig;
import io.marketbell.testkit.servlet.FilterExchange;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsAccessFilterTest {
    private static final MetricsAccount ACCOUNT = MetricsAccount.of("prometheus", "scrape:m\u00e9");

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static FilterExchange get(MetricsAccount account, String authorization, boolean secure) {
        FilterExchange request = new FilterExchange("GET", "/metrics").with("isSecure", secure);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return request.through(new MetricsAccessFilter(account));
    }

    @Test
    void theConfiguredCredentialsAreAccepted() {
        String pair = basic("prometheus:scrape:m\u00e9");
        assertThat(get(ACCOUNT, pair, true).isPassed()).isTrue();
        assertThat(get(ACCOUNT, pair.replace("Basic", "bASIC"), true).isPassed())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Basic",
                "Basic ",
                "Basic !",
                "Bearer cHJvbWV0aGV1czpzY3JhcGU6bcOp",
                "Basic cHJvbWV0aGV1czpzY3JhcGU6bcOpIA==",
                "Basic Og=="
            })
    void allOthersAreUnauthenticated(String authorization) {
        FilterExchange refused = get(ACCOUNT, authorization, true);

        assertThat(refused.isPassed()).isFalse();
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).isEqualTo("Basic realm=\"metrics\", charset=\"UTF-8\"");
        assertThat(get(ACCOUNT, null, true).status()).isEqualTo(401);
    }

    @Test
    void credentialsAreNotEvaluatedOverPlainHttp() {
        FilterExchange refused = get(ACCOUNT, basic("prometheus:scrape:m\u00e9"), false);

        assertThat(refused.isPassed()).isFalse();
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("/problems/https-required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody:", ":", "null:null", "prometheus:"})
    void withoutConfiguredCredentialsAllAccessIsDenied(String pair) {
        assertThat(get(MetricsAccount.NONE, basic(pair), true).status()).isEqualTo(401);
    }

    private static Optional<MetricsAccount> configured(Map<String, String> settings) {
        return new EdgeSettings(new RecordingConfig(settings)).metricsAccount();
    }

    @Test
    void metricsAreOpenOnlyInDevelopmentWithoutAPassword() {
        assertThat(configured(Map.of())).isEmpty();
        assertThat(configured(Map.of("marketbell.production", "true"))).contains(MetricsAccount.NONE);
        assertThat(configured(Map.of("marketbell.metrics.credentials.required", "true")))
                .contains(MetricsAccount.NONE);
        assertThat(configured(Map.of("METRICS_PASSWORD", "p"))).contains(MetricsAccount.NONE);
        assertThat(configured(Map.of("METRICS_USER", "u", "METRICS_PASSWORD", "p")))
                .hasValueSatisfying(
                        account -> assertThat(account.accepts(basic("u:p"))).isTrue());
        assertThat(configured(
                        Map.of("marketbell.production", "true", "marketbell.metrics.credentials.required", "false")))
                .as("closed by something in front of the server")
                .isEmpty();
    }
}
