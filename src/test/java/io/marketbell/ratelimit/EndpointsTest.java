package io.marketbell.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.http.route.Route;
import io.marketbell.http.route.Routes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsTest {
    private final Routes routes = new Routes(List.of(
            new Route("POST", "/api/v1/notifications"),
            new Route("GET", "/api/v1/notifications"),
            new Route("PUT", "/api/v1/rate-limits/{subject: .+}")));

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/notifications, POST /api/v1/notifications",
        "HEAD, /api/v1/notifications, GET /api/v1/notifications",
        "PUT, /api/v1/rate-limits/endpoint:POST /api/v1/notifications, PUT /api/v1/rate-limits/{subject}",
        "DELETE, /api/v1/notifications, other",
        "OPTIONS, /api/v1/notifications, other",
        "INVENTED, /api/v1/notifications, other",
        "GET, /api/v1/nothing, other",
        "GET, /, static",
        "GET, /app/main.js, static",
        "HEAD, /app/main.js, static",
        "POST, /app/main.js, other"
    })
    void requestsAreCountedByTheTemplateOfTheirPath(String method, String path, String endpoint) {
        assertThat(Endpoints.of(method, routes.find(method, path))).isEqualTo(endpoint);
    }

    @ParameterizedTest
    @CsvSource({
        "/ws/v1/notifications, true",
        "/ws/v1/notifications/, true",
        "/ws/v1/notifications;a=b, true",
        "/api/v1/notifications, false",
        "/ws/v1/nothing, false",
        "/, false"
    })
    void handshakesCountOnlyForSocketEndpoints(String path, boolean socket) {
        Routes withSocket = new Routes(
                List.of(new Route("GET", "/ws/v1/notifications"), new Route("GET", "/api/v1/notifications")));

        assertThat(Endpoints.isSocket(withSocket.find("GET", path))).isEqualTo(socket);
        assertThat(Endpoints.isSocket(withSocket.find("POST", path))).isEqualTo(socket);
    }

    @Test
    void thereIsOneEndpointPerRouteAndTwoMore() {
        assertThat(new Endpoints(routes).names())
                .containsExactlyInAnyOrder(
                        "POST /api/v1/notifications",
                        "GET /api/v1/notifications",
                        "PUT /api/v1/rate-limits/{subject}",
                        "other",
                        "static");
    }
}
