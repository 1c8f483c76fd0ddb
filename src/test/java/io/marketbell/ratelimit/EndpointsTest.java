package io.marketbell.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.ratelimit.Endpoints.Route;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsTest {
    private final Endpoints endpoints = new Endpoints(List.of(
            new Route("POST", "/api/v1/notifications"),
            new Route("GET", "/api/v1/notifications"),
            new Route("GET", "/api/v1/notifications/{id: [0-9A-Z]{26}}"),
            new Route("POST", "/api/v1/dead-letters/{id}/replay"),
            new Route("PUT", "/api/v1/rate-limits/{subject: .+}"),
            new Route("GET", "/ws/v1/notifications")));

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/notifications, POST /api/v1/notifications",
        "POST, /api/v1/notifications/, POST /api/v1/notifications",
        "POST, /api/v1/notifications;a=b, POST /api/v1/notifications",
        "HEAD, /api/v1/notifications, GET /api/v1/notifications",
        "GET, /api/v1/notifications/01JD, GET /api/v1/notifications/{id}",
        "POST, /api/v1/dead-letters/7/replay, POST /api/v1/dead-letters/{id}/replay",
        "PUT, /api/v1/rate-limits/user:alice, PUT /api/v1/rate-limits/{subject}",
        "PUT, /api/v1/rate-limits/endpoint:POST /api/v1/notifications, PUT /api/v1/rate-limits/{subject}",
        "GET, /ws/v1/notifications, GET /ws/v1/notifications",
        "DELETE, /api/v1/notifications, other",
        "INVENTED, /api/v1/notifications, other",
        "GET, /api/v1/notifications/a/b, other",
        "POST, /api/v1/dead-letters/replay, other",
        "PUT, /api/v1/rate-limits, other",
        "GET, /api/v1/nothing, other",
        "GET, /, static",
        "GET, /app/main.js, static",
        "POST, /app/main.js, other"
    })
    void requestsAreCountedByTheTemplateOfTheirPath(String method, String path, String endpoint) {
        assertThat(endpoints.of(method, path)).isEqualTo(endpoint);
    }

    @Test
    void thereAreAsManyAsThereAreTemplatesAndTwoMore() {
        assertThat(endpoints.names()).hasSize(8).contains("GET /api/v1/notifications/{id}", "other", "static");
    }
}
