package io.marketbell.metrics.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.http.route.Route;
import io.marketbell.http.route.Routes;
import io.marketbell.metrics.Distribution;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Snapshot;
import io.marketbell.metrics.Standalone;
import io.marketbell.metrics.Window;
import io.marketbell.metrics.export.OpenMetricsText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestMeterTest {
    private static final String PATH = "/api/v1/notifications";
    private static final String SUBJECT = "/api/v1/rate-limits/{subject: .+}";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final Standalone here = new Standalone();
    private final RequestMeter meter = new RequestMeter(here.metrics, here.clock::nanos);
    private final Routes routes = new Routes(List.of(new Route("POST", PATH), new Route("GET", SUBJECT)));

    private void answer(String method, String path, int status, String problem, String traceparent) {
        long began = meter.begin();
        here.clock.advance(Duration.ofMillis(30));
        meter.end(began, method, routes.find(method, path), status, problem, traceparent);
    }

    @Test
    void aRequestIsTimedByItsMethodRouteAndStatus() {
        answer("POST", PATH, 202, null, null);

        Distribution found =
                here.lately(Metric.HTTP_REQUEST_DURATION, Map.of("method", "POST", "route", PATH, "status", "2xx"));
        assertThat(found.count()).isEqualTo(1);
        assertThat(found.p50()).isBetween(0.03, 0.0303);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/rate-limits/address:2001:db8::/64, 200, /api/v1/rate-limits/{subject}",
        "DELETE, /api/v1/rate-limits/user:alice, 405, /api/v1/rate-limits/{subject}",
        "OPTIONS, /api/v1/notifications, 200, /api/v1/notifications",
        "GET, /, 200, static",
        "GET, /app/main.js, 304, static",
        "GET, /wp-login.php, 404, unmatched",
        "GET, /api/v1/invented, 404, unmatched",
        "GET, /api/v1/invented, 401, unmatched"
    })
    void aPathIsMappedToItsRouteTag(String method, String path, int status, String route) {
        answer(method, path, status, null, null);

        assertThat(here.lately(Metric.HTTP_REQUEST_DURATION, Map.of("method", method, "route", route))
                        .count())
                .isEqualTo(1);
    }

    @Test
    void errorsAreCountedByProblemType() {
        answer("POST", PATH, 400, "/problems/validation", null);
        answer("POST", PATH, 429, "https://iana.org/assignments/http-problem-types#quota-exceeded", null);
        answer("GET", PATH, 404, null, null);
        answer("GET", PATH, 400, "https://elsewhere.example/invented-by-someone", null);
        Snapshot snapshot = here.next();

        for (String problem : List.of("validation", "quota-exceeded", "not-found", Metric.OTHER)) {
            assertThat(snapshot.value(Metric.HTTP_ERRORS, Map.of("problem", problem)))
                    .as(problem)
                    .isEqualTo(1);
        }
    }

    @Test
    void unknownMethodsAndPathsCreateNoSeries() {
        for (int i = 0; i < 300; i++) {
            answer("INVENTED" + i, PATH, 405, null, null);
        }
        for (int i = 0; i < 10_000; i++) {
            answer("GET", "/api/v1/invented/" + i, 404, null, null);
            answer("GET", "/invented" + i, 404, null, null);
        }
        Snapshot snapshot = here.next();

        assertThat(snapshot.readings(Metric.HTTP_REQUEST_DURATION)).hasSize(2);
        assertThat(snapshot.readings(Metric.HTTP_ERRORS)).hasSize(2);
        assertThat(snapshot.count(Metric.HTTP_REQUEST_DURATION, Window.MINUTE, Map.of("method", Metric.OTHER)))
                .isEqualTo(300);
    }

    @Test
    void unfinishedRequestsAreInFlight() {
        meter.begin();
        long second = meter.begin();
        assertThat(here.total(Metric.HTTP_REQUESTS_IN_FLIGHT, Map.of())).isEqualTo(2);

        meter.end(second, "GET", routes.find("GET", PATH), 200, null, null);
        assertThat(here.total(Metric.HTTP_REQUESTS_IN_FLIGHT, Map.of())).isEqualTo(1);
    }

    @Test
    void aTraceIdBecomesAnExemplarOfItsBucket() {
        answer("GET", PATH, 200, null, "00-" + TRACE + "-00f067aa0ba902b7-01");
        answer("GET", PATH, 200, null, "00-" + TRACE + "\"} 1\n-evil");

        assertThat(OpenMetricsText.of(here.next(), List.of(Metric.HTTP_REQUEST_DURATION)))
                .contains("le=\"0.05\"} 2 # {trace_id=\"" + TRACE + "\"} 0.03 ")
                .doesNotContain("evil");
    }
}
