package io.marketbell.http.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.marketbell.http.route.Destination.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private final Routes routes = new Routes(List.of(
            new Route("POST", "/api/v1/notifications"),
            new Route("GET", "/api/v1/notifications"),
            new Route("GET", "/api/v1/notifications/stream"),
            new Route("GET", "/api/v1/notifications/{id: [0-9A-HJKMNP-TV-Z]{26}}"),
            new Route("GET", "/api/v1/dead-letters/{id}"),
            new Route("DELETE", "/api/v1/dead-letters/{ number }"),
            new Route("POST", "/api/v1/dead-letters/replay"),
            new Route("POST", "/api/v1/dead-letters/{id}/replay"),
            new Route("PUT", "/api/v1/rate-limits/{subject: .+}"),
            new Route("GET", "/api/v1/rate-limits/{subject: .+}/history"),
            new Route("GET", "/api/v1/charts/{instrument}-{width: \\d+}.svg"),
            new Route("OPTIONS", "/api/v1/charts"),
            new Route("GET", "/ws/v1/notifications")));

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/notifications, POST /api/v1/notifications",
        "POST, /api/v1/notifications/, POST /api/v1/notifications",
        "POST, /api/v1/notifications;a=b, POST /api/v1/notifications",
        "POST, /api;a=b/v1;c/notifications;d/, POST /api/v1/notifications",
        "HEAD, /api/v1/notifications, GET /api/v1/notifications",
        "GET, /api/v1/notifications/stream, GET /api/v1/notifications/stream",
        "GET, /api/v1/notifications/01JD, GET /api/v1/notifications/{id}",
        "GET, /api/v1/dead-letters/7, GET /api/v1/dead-letters/{id}",
        "DELETE, /api/v1/dead-letters/7, DELETE /api/v1/dead-letters/{id}",
        "POST, /api/v1/dead-letters/replay, POST /api/v1/dead-letters/replay",
        "POST, /api/v1/dead-letters/7/replay, POST /api/v1/dead-letters/{id}/replay",
        "PUT, /api/v1/rate-limits/user:alice, PUT /api/v1/rate-limits/{subject}",
        "PUT, /api/v1/rate-limits/address:2001:db8::/64, PUT /api/v1/rate-limits/{subject}",
        "PUT, /api/v1/rate-limits/endpoint:POST /api/v1/notifications, PUT /api/v1/rate-limits/{subject}",
        "GET, /api/v1/rate-limits/endpoint:GET /a/history, GET /api/v1/rate-limits/{subject}/history",
        "GET, /api/v1/charts/NESN-640.svg, GET /api/v1/charts/{instrument}-{width}.svg",
        "OPTIONS, /api/v1/charts, OPTIONS /api/v1/charts",
        "GET, /ws/v1/notifications, GET /ws/v1/notifications"
    })
    void aPathLeadsToItsTemplate(String method, String path, String endpoint) {
        Destination found = routes.find(method, path);

        assertThat(found.kind()).isEqualTo(Kind.ROUTE);
        assertThat(found.endpoint()).isEqualTo(endpoint);
        assertThat(found.template()).isEqualTo(endpoint.substring(endpoint.indexOf(' ') + 1));
    }

    /**
     * As in JAX-RS, the path alone selects the template: a literal match is not abandoned because it lacks a method.
     */
    @ParameterizedTest
    @CsvSource({
        "DELETE, /api/v1/notifications, /api/v1/notifications",
        "OPTIONS, /api/v1/notifications, /api/v1/notifications",
        "INVENTED, /api/v1/notifications, /api/v1/notifications",
        "GET, /api/v1/dead-letters/replay, /api/v1/dead-letters/replay",
        "HEAD, /api/v1/dead-letters/7/replay, /api/v1/dead-letters/{id}/replay",
        "PUT, /api/v1/rate-limits/user:alice/history, /api/v1/rate-limits/{subject}/history"
    })
    void anUnsupportedMethodHasNoEndpoint(String method, String path, String template) {
        assertThat(routes.find(method, path)).isEqualTo(new Destination(Kind.ROUTE, template, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/",
                "/api/v1",
                "/api/v2/notifications",
                "/api/v1/invented",
                "/api/v1/notifications/1/2",
                "/api/v1/notifications//",
                "/api/v1//notifications",
                "/api/v1/dead-letters//replay",
                "/api/v1/rate-limits",
                "/api/v1/rate-limits/",
                "/api/v1/charts/NESN-640.png",
                "/ws/v1"
            })
    void anUnknownPathBelowTheRoutesIsNowhere(String path) {
        assertThat(routes.find("GET", path)).isEqualTo(Destination.NOWHERE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "//",
                ";",
                "/app/main.js",
                "/apis/v1",
                "/API/v1/notifications",
                "/wp-login.php",
                "/problems/validation"
            })
    void aPathWithAnotherPrefixIsOutside(String path) {
        assertThat(routes.find("GET", path)).isEqualTo(Destination.OUTSIDE);
    }

    @Test
    void endpointsAreNamedOnce() {
        assertThat(routes.endpoints())
                .hasSize(13)
                .contains("DELETE /api/v1/dead-letters/{id}", "PUT /api/v1/rate-limits/{subject}")
                .doesNotContain("HEAD /api/v1/notifications");
    }

    @Test
    void theOrderOfTheRoutesDoesNotMatter() {
        Route named = new Route("GET", "/api/{kind}/latest");
        Route other = new Route("GET", "/api/latest/{kind}");
        Route all = new Route("GET", "/api/{everything: .*}");

        for (List<Route> each : List.of(List.of(named, other, all), List.of(all, other, named))) {
            assertThat(new Routes(each).find("GET", "/api/latest/latest").template())
                    .as("literal text further to the left")
                    .isEqualTo("/api/latest/{kind}");
            assertThat(new Routes(each).find("GET", "/api/prices/latest").template())
                    .as("more literal text")
                    .isEqualTo("/api/{kind}/latest");
            assertThat(new Routes(each).find("GET", "/api/prices/1/2").template())
                    .isEqualTo("/api/{everything}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/{first}", "/api/{a: .+}/{b: .+}", "/api/{open", "api"})
    void invalidTemplatesAreRejected(String template) {
        assertThatThrownBy(() -> new Routes(List.of(new Route("GET", template))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** With backtracking or pattern evaluation, these paths would take many minutes. */
    @Test
    void hostilePathsAreMatchedInLinearTime() {
        List<Route> many = new ArrayList<>();
        many.add(new Route("GET", "/api/{a: (x+x+)+y}/end"));
        for (int i = 0; i < 200; i++) {
            many.add(new Route("GET", "/api/" + "{v}/".repeat(i) + "{rest: .+}/" + "{w}/".repeat(i) + "end"));
        }
        Routes hostile = new Routes(many);

        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (String unit : List.of("/", "/a", "/x", ";", "a;/", "x", "/api")) {
                String path = "/api/" + unit.repeat(200_000) + "/nowhere";
                assertThat(hostile.find("GET", path).template()).as(unit).isNull();
            }
        });
    }
}
