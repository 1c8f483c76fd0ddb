package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.client.RawHttp;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every response has the security headers, over HTTP and HTTPS, regardless of the component that creates it; and access
 * is refused where it must be.
 */
@ProductServer(shared = true)
class HardeningIT {
    private static final String ALICE = "X-API-Key: " + MarketbellServer.ALICE;
    private static final String PUBLISHER = "X-API-Key: " + MarketbellServer.PUBLISHER;
    private static final String JSON = "Content-Type: application/json";

    private static final MarketbellServer SERVER = MarketbellServer.shared();

    private final RawHttp http = RawHttp.plain(SERVER.httpPort());
    private final RawHttp https = RawHttp.tls(SERVER.httpsPort());

    static Stream<Arguments> requests() {
        List<Arguments> requests = new ArrayList<>();
        for (String path :
                List.of("/", "/index.html", "/app/main.js", "/styles/base.css", "/problems/", "/problems/validation")) {
            requests.add(request(200, "GET", path));
        }
        for (String path : List.of("/nothing", "/docs/nothing", "/WEB-INF/web.xml", "/api", "/api/v9/x", "/ws/x")) {
            requests.add(request(404, "GET", path));
        }
        for (String path :
                List.of("/health", "/health/ready", "/health/live", "/health/started", "/metrics", "/openapi")) {
            requests.add(request(200, "GET", path));
        }
        requests.add(request(308, "GET", "/openapi/ui"));
        requests.add(request(308, "GET", "/openapi/ui/"));
        for (String path : List.of("/openapi/nothing", "/metrics/nothing", "/health/nothing")) {
            requests.add(request(404, "GET", path));
        }
        requests.add(request(405, "POST", "/metrics"));
        requests.add(request(405, "POST", "/openapi"));
        requests.add(request(406, "GET", "/metrics", "Accept: image/png"));
        for (String path : List.of("/metrics", "/openapi", "/openapi/ui/")) {
            requests.add(request(400, "GET", path, "Host: evil.example"));
        }
        requests.add(request(200, "GET", "/api/v1/notifications", ALICE));
        requests.add(request(200, "GET", "/api/v1/notifications/stream", ALICE));
        requests.add(request(401, "GET", "/api/v1/notifications"));
        requests.add(request(401, "GET", "/api/v1/notifications", "X-API-Key: mb_wrong"));
        requests.add(request(403, "GET", "/api/v1/dead-letters", ALICE));
        requests.add(request(404, "GET", "/api/v1/nothing", ALICE));
        requests.add(request(405, "DELETE", "/api/v1/notifications", PUBLISHER));
        requests.add(request(405, "TRACE", "/api/v1/notifications"));
        requests.add(request(415, "POST", "/api/v1/notifications", PUBLISHER, "Content-Type: application/xml"));
        requests.add(request(400, "POST", "/api/v1/notifications", PUBLISHER, JSON));
        requests.add(request(426, "GET", "/ws/v1/notifications"));
        requests.add(request(405, "POST", "/ws/v1/notifications"));
        requests.add(request(405, "HEAD", "/api/v1/notifications/stream", ALICE));
        requests.add(request(405, "POST", "/api/v1/monitoring/stream"));
        for (String path :
                List.of("/", "/docs/", "/app/main.js", "/lib/uplot.js", "/problems/", "/health", "/openapi")) {
            requests.add(request(405, "DELETE", path));
            requests.add(request(405, "FOO", path));
        }
        requests.add(request(400, "GET", "/", "Host: evil.example"));
        return requests.stream();
    }

    /** Requests that the server rejects before the application is called: io.marketbell.edge.server. */
    static Stream<Arguments> requestsForNobody() {
        List<Arguments> requests = new ArrayList<>();
        requests.add(request(405, "TRACE", "/"));
        requests.add(request(405, "TRACE", "/metrics"));
        requests.add(request(400, "GET", "/%zz"));
        for (String path : List.of(
                "/%00", "/api/v1/%zz", "/a%00b", "/..%2f..%2fx", "/%2e%2e/x", "/%5c", "/docs/..;/x", "/metrics/%zz")) {
            requests.add(request(400, "GET", path));
        }
        requests.add(request(400, "GET", "/../../etc/passwd"));
        return requests.stream();
    }

    /** Requests that the server cannot parse. Their responses do not depend on the origin, and so lack {@code Vary}. */
    static Stream<Arguments> unparsableRequests() {
        List<Arguments> requests = new ArrayList<>();
        requests.add(request(400, "GET", "/", "X-Long: " + "x".repeat(20_000)));
        requests.add(request(400, "GET", "/" + "x".repeat(20_000)));
        requests.add(request(
                400,
                "GET",
                "/",
                Stream.iterate(0, i -> i + 1)
                        .limit(200)
                        .map(i -> "X-" + i + ": x")
                        .toArray(String[]::new)));
        requests.add(request(400, "CONNECT", "evil.example:443"));
        return requests.stream();
    }

    private static Arguments request(int status, String method, String path, String... headers) {
        return Arguments.of(status, method, path, headers);
    }

    @ParameterizedTest(name = "{1} {2} answers {0}")
    @MethodSource("requests")
    void everyAnswerIsHardened(int status, String method, String path, String[] headers) {
        for (RawHttp client : List.of(http, https)) {
            RawHttp.Answer answer = client.send(method, path, headers);

            assertThat(answer.status()).isEqualTo(status);
            HardenedResponse.check(answer, client.isSecure());
            if (path.startsWith("/api/") || status >= 400) {
                assertThat(answer.one("Cache-Control")).isEqualTo("no-store");
            }
            if (status >= 400 && !method.equals("HEAD")) {
                HardenedResponse.checkProblem(answer, status);
            }
            if (status == 405 && !path.equals("/api/v1/notifications")) {
                assertThat(answer.one("Allow")).contains("GET").doesNotContain(method);
            }
        }
    }

    @ParameterizedTest(name = "{1} {2} answers {0}")
    @MethodSource("requestsForNobody")
    void refusalsOfTheServerItselfAreHardenedToo(int status, String method, String path, String[] headers) {
        for (RawHttp client : List.of(http, https)) {
            RawHttp.Answer answer = client.send(method, path, headers);

            assertThat(answer.status()).isEqualTo(status);
            HardenedResponse.check(answer, client.isSecure());
            HardenedResponse.checkApi(answer);
            HardenedResponse.checkProblem(answer, status);
        }
    }

    @ParameterizedTest(name = "{1} {2} answers {0}")
    @MethodSource("unparsableRequests")
    void refusalsOfUnparsableRequestsAreHardenedToo(int status, String method, String path, String[] headers) {
        for (RawHttp client : List.of(http, https)) {
            RawHttp.Answer answer = client.send(method, path, headers);

            HardenedResponse.check(answer, client.isSecure());
            HardenedResponse.checkUncached(answer);
            HardenedResponse.checkProblem(answer, status);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost:\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: local host\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost@evil.example\r\n\r\n",
                "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET http://localhost/ HTTP/1.1\r\nHost: evil.example\r\n\r\n"
            })
    void aRequestWithAnAmbiguousHostIs400(String request) {
        for (RawHttp client : List.of(http, https)) {
            RawHttp.Answer answer = client.exchange(request);

            assertThat(answer.status()).isEqualTo(400);
            HardenedResponse.check(answer, client.isSecure());
        }
    }

    @Test
    void everyPathOfTheOpenApiDocumentIsHardened() {
        JsonObject paths = RestClient.anonymous(SERVER.base())
                .with("Accept", "application/json")
                .get("/openapi")
                .expect(200)
                .json()
                .getJsonObject("paths");

        assertThat(paths).hasSizeGreaterThan(5);
        paths.forEach((path, operations) -> operations.asJsonObject().keySet().stream()
                .filter(List.of("get", "put", "post", "delete")::contains)
                .forEach(method -> {
                    String filled = path.replaceAll("\\{[^}]*}", "x");
                    for (RawHttp client : List.of(http, https)) {
                        RawHttp.Answer anonymous = method.equals("get") || method.equals("delete")
                                ? client.send(method.toUpperCase(java.util.Locale.ROOT), filled)
                                : client.sendBody(method.toUpperCase(java.util.Locale.ROOT), filled, "{}", JSON);

                        // an invalid id is reported as missing before authentication
                        assertThat(anonymous.status()).as(filled).isIn(401, 404);
                        HardenedResponse.check(anonymous, client.isSecure());
                        HardenedResponse.checkApi(anonymous);
                        assertThat(anonymous.all("Vary")).anyMatch(vary -> vary.matches("Origin(,.*)?"));
                    }
                }));
    }

    @Test
    void tooLargeRequestsAreRefusedWithAllHeaders() {
        String item = "{\"type\":\"SYSTEM_NOTICE\"}";
        RawHttp.Answer answer = https.sendBody(
                "POST", "/api/v1/notifications", '[' + (item + ',').repeat(1_000) + item + ']', PUBLISHER, JSON);

        assertThat(answer.status()).isEqualTo(413);
        HardenedResponse.check(answer, true);
        HardenedResponse.checkApi(answer);
    }

    @Test
    void staticFilesAreRevalidatedAndNotSentAgain() {
        RawHttp.Answer first = http.send("GET", "/app/main.js");
        RawHttp.Answer again = http.send("GET", "/app/main.js", "If-Modified-Since: " + first.one("Last-Modified"));

        assertThat(first.one("Cache-Control")).isEqualTo("no-cache");
        assertThat(first.one("Content-Type")).startsWith("text/javascript");
        assertThat(again.status()).isEqualTo(304);
        HardenedResponse.check(again, false);
    }

    @Test
    void aPageMayUseItsOwnServerAndNothingElse() {
        assertThat(http.send("GET", "/").one("Content-Security-Policy"))
                .contains("script-src 'self'", "style-src 'self'", "connect-src 'self'")
                .doesNotContain("unsafe");
        // the content that a wrong policy would block
        assertThat(http.send("GET", "/").body())
                .doesNotContainIgnoringCase("<style", " style=", " onclick=", " onload=", "javascript:")
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContain("src=\"http", "href=\"http");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/health", "/openapi", "/openapi/ui/"})
    void noPageOfAnotherOriginMayReadTheServersOwnPages(String path) {
        RawHttp.Answer answer = http.send("GET", path, "Origin: https://evil.example");

        assertThat(answer.headers()).noneMatch(header -> header.getKey().startsWith("Access-Control-"));
    }

    @Test
    void theServersSwaggerUiRedirectsToTheApplications() {
        for (String path : List.of("/openapi/ui", "/openapi/ui/", "/openapi/ui/swagger-ui.css")) {
            assertThat(http.send("GET", path).one("Location")).isEqualTo("/docs/");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://localhost.evil.example"})
    void aPageOfAnotherOriginOpensNoSocket(String origin) {
        RawHttp.Answer refused = http.send(
                "GET",
                "/ws/v1/notifications",
                ALICE,
                "Origin: " + origin,
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

        assertThat(refused.status()).isEqualTo(403);
        HardenedResponse.check(refused, false);
        HardenedResponse.checkApi(refused);
    }

    @Test
    void withoutListedOriginsNoPreflightIsGranted() {
        RawHttp.Answer refused = http.send(
                "OPTIONS",
                "/api/v1/notifications",
                "Origin: https://app.example.com",
                "Access-Control-Request-Method: GET");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.one("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.all("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void forwardingHeadersOfUntrustedPeersAreIgnored() {
        RawHttp.Answer answer = http.send(
                "GET",
                "/styles/base.css",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: evil.example",
                "X-Forwarded-For: 203.0.113.7",
                "$WSSC: https",
                "$WSSN: evil.example",
                "$WSRA: 203.0.113.7");

        assertThat(answer.status()).isEqualTo(200);
        HardenedResponse.check(answer, false);
    }

    @Test
    void aForgedPublicHostMakesNoPageSameOrigin() {
        RawHttp.Answer refused = http.send(
                "GET",
                "/ws/v1/notifications",
                "Origin: https://evil.example",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: evil.example",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

        assertThat(refused.status()).isEqualTo(403);
    }

    /** The order in web.xml: a later filter would have answered 426. */
    @Test
    void credentialsAreCheckedBeforeTheHandshake() {
        assertThat(http.send("GET", "/ws/v1/notifications", "X-API-Key: mb_wrong")
                        .status())
                .isEqualTo(401);
    }
}
