package io.marketbell.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.edge.limit.EarlyCharge;
import io.marketbell.operations.RecordingConfig;
import io.marketbell.testkit.servlet.FilterExchange;
import jakarta.servlet.Filter;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every answer of a filter before the rate limits is charged to the client's address; passed requests are not. */
class EarlyAnswersTest {
    private static final EdgeSettings SETTINGS = new EdgeSettings(new RecordingConfig(Map.of(
            "marketbell.protection.origins", "https://app.example.com",
            "marketbell.ratelimit.trusted.proxies", "10.0.0.1")));

    private int charged;
    private boolean granted = true;

    private final EarlyCharge charge = (request, response) -> {
        charged++;
        if (!granted) {
            response.setStatus(429);
        }
        return granted;
    };

    /** Sends the request twice, the second time without tokens. */
    private void isAnswered(int status, Filter filter, FilterExchange first, FilterExchange second) {
        granted = true;
        assertThat(first.through(filter).status()).isEqualTo(status);
        assertThat(first.isPassed()).isFalse();
        assertThat(charged).isEqualTo(1);
        granted = false;
        assertThat(second.through(filter).status()).isEqualTo(429);
        assertThat(second.body()).isEmpty();
        assertThat(second.header("Location")).isNull();
        assertThat(second.header("Access-Control-Allow-Methods")).isNull();
        assertThat(charged).isEqualTo(2);
    }

    private void isPassed(Filter filter, FilterExchange request) {
        granted = false;
        assertThat(request.through(filter).isPassed()).isTrue();
        assertThat(charged).isZero();
    }

    private static FilterExchange get() {
        return new FilterExchange("GET", "/api/v1/me");
    }

    @Test
    void anUnlistedHost() {
        isAnswered(
                400,
                new HostsFilter(SETTINGS, charge),
                get().header("Host", "evil.example").with("getServerName", "evil.example"),
                get().header("Host", "evil.example").with("getServerName", "evil.example"));
    }

    @Test
    void aListedHost() {
        isPassed(new HostsFilter(SETTINGS, charge), get());
    }

    @Test
    void plainHttpOnTheApi() {
        isAnswered(
                403, new HttpsFilter(SETTINGS, charge), get().with("isSecure", false), get().with("isSecure", false));
    }

    @Test
    void theRedirectOfAPage() {
        isAnswered(
                308,
                new HttpsFilter(SETTINGS, charge),
                new FilterExchange("GET", "/").with("isSecure", false),
                new FilterExchange("GET", "/").with("isSecure", false));
    }

    @Test
    void https() {
        isPassed(new HttpsFilter(SETTINGS, charge), get());
    }

    private static FilterExchange preflight(String origin) {
        return new FilterExchange("OPTIONS", "/api/v1/me")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "GET");
    }

    @Test
    void aPreflight() {
        isAnswered(
                204,
                new CorsFilter(SETTINGS, charge),
                preflight("https://app.example.com"),
                preflight("https://app.example.com"));
    }

    @Test
    void aPreflightOfAnUnlistedOrigin() {
        isAnswered(
                403,
                new CorsFilter(SETTINGS, charge),
                preflight("https://evil.example"),
                preflight("https://evil.example"));
    }

    @Test
    void aRequestOfAPage() {
        isPassed(new CorsFilter(SETTINGS, charge), get().header("Origin", "https://app.example.com"));
    }

    @Test
    void unreliableForwardingHeaders() {
        isAnswered(
                400,
                new ForwardedFilter(SETTINGS, charge),
                get().with("getRemoteAddr", "10.0.0.1").header("X-Forwarded-For", "203.0.113.7, garbage"),
                get().with("getRemoteAddr", "10.0.0.1").header("X-Forwarded-For", "203.0.113.7, garbage"));
    }

    @Test
    void reliableForwardingHeaders() {
        isPassed(
                new ForwardedFilter(SETTINGS, charge),
                get().with("getRemoteAddr", "10.0.0.1").header("X-Forwarded-For", "203.0.113.7"));
    }
}
