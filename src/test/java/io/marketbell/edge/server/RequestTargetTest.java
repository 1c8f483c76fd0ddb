package io.marketbell.edge.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.http.problem.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/%zz",
                "/%",
                "/a%4",
                "/a%00b",
                "/a%0d%0aSet-Cookie:x",
                "/%7f",
                "/%5c",
                "/a\\b",
                "/..%2f..%2fx",
                "/%2e%2e/x",
                "/a/%2E./x",
                "/docs/..;/x",
                "/docs/..;a=b",
                "/../etc/passwd",
                "/a/../../x"
            })
    void pathsThatTheServerWouldRejectAreMalformed(String path) {
        Optional<Problem> refusal = new RequestTarget("GET", path).refusal();

        assertThat(refusal).isPresent();
        assertThat(refusal.get().status()).isEqualTo(400);
        assertThat(refusal.get().type().uri()).isEqualTo("/problems/malformed");
        assertThat(refusal.get().detail()).startsWith("the path contains ");
        assertThat(refusal.get().instance()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "//",
                "/api/v1/notifications",
                "/api/v1/rate-limits/address%3A2001%3Adb8%3A%3A%2F64",
                "/a/../b",
                "/a..b/...",
                "/a;b=..;c",
                "/a%2eb",
                "/%20%C3%A4",
                "/docs/ä",
                "/docs/%c0%af",
                "*",
                "evil.example:443"
            })
    void otherPathsAreLeftToTheApplication(String path) {
        assertThat(new RequestTarget("GET", path).refusal()).isEmpty();
        assertThat(new RequestTarget("FOO", path).refusal()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/, 'GET, HEAD'",
        "/docs/, 'GET, HEAD'",
        "/nothing, 'GET, HEAD'",
        "/ws/v1/notifications, GET",
        "/metrics, GET",
        "/health/ready, 'GET, HEAD'",
        "/openapi, 'GET, HEAD'",
        "/api/v1/notifications/stream, 'GET, OPTIONS'",
        "/api/v1/monitoring/stream, 'GET, OPTIONS'"
    })
    void traceIsNotAllowed(String path, String allowed) {
        Optional<Problem> refusal = new RequestTarget("TRACE", path).refusal();

        assertThat(refusal).map(Problem::status).contains(405);
        assertThat(refusal.get().headers()).containsEntry("Allow", List.of(allowed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/notifications", "/api/v1/nothing"})
    void resourcesAnswerTraceThemselves(String path) {
        assertThat(new RequestTarget("TRACE", path).refusal()).isEmpty();
    }
}
