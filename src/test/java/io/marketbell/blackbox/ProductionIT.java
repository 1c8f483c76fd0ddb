package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.testkit.client.RawHttp;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The production configuration: HTTPS required, a TLS-terminating proxy, public host names, pages of another origin.
 */
@ProductServer
class ProductionIT {
    private static final String ALICE = "X-API-Key: " + MarketbellServer.ALICE;
    private static final String APP = "https://app.example.com";
    private static final String PROXY = "127.0.0.3";

    private static MarketbellServer server;
    private static RawHttp http;
    private static RawHttp https;
    /** The unencrypted connection of the proxy to the server. */
    private static RawHttp proxy;

    /** Verifies that nothing is exported unless telemetry is enabled. */
    private static OtlpCollector otlpCollector;

    @BeforeAll
    static void start() throws IOException {
        otlpCollector = new OtlpCollector();
        server = MarketbellServer.with(
                "ProductionIT",
                Map.of(
                        "LOG_FORMAT",
                        "JSON",
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        otlpCollector.endpoint(),
                        "OTEL_EXPORTER_OTLP_PROTOCOL",
                        "http/protobuf",
                        "OTEL_BSP_SCHEDULE_DELAY",
                        "200",
                        "MARKETBELL_PROTECTION_HTTPS_REQUIRED",
                        "true",
                        "MARKETBELL_PROTECTION_HOSTS",
                        "localhost,127.0.0.1,[::1],bell.example.com",
                        "MARKETBELL_PROTECTION_ORIGINS",
                        APP,
                        "MARKETBELL_RATELIMIT_TRUSTED_PROXIES",
                        PROXY,
                        "METRICS_USER",
                        "prometheus",
                        "METRICS_PASSWORD",
                        "scrape-me"),
                Path.of("liberty/production/metrics.xml"));
        http = RawHttp.plain(server.httpPort());
        https = RawHttp.tls(server.httpsPort());
        proxy = http.from(PROXY);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        assertThat(otlpCollector.received()).isEmpty();
        otlpCollector.close();
    }

    @Test
    void onlyThePrometheusUserReadsMetricsAndOverHttps() throws IOException {
        SecureClient client = new SecureClient(server.httpsPort());

        assertThat(client.status("/metrics", null)).isEqualTo(401);
        assertThat(client.status("/metrics", "prometheus:wrong")).isEqualTo(401);
        assertThat(client.status("/metrics", "prometheus:scrape-me")).isEqualTo(200);
        assertThat(client.status("/api/v1/notifications", "prometheus:scrape-me"))
                .isEqualTo(401);
        assertThat(http.send("GET", "/metrics", "Authorization: " + SecureClient.basic("prometheus:scrape-me"))
                        .status())
                .as("in the clear")
                .isNotEqualTo(200);
        RawHttp.Answer elsewhere = https.send(
                "GET",
                "/metrics",
                "Host: evil.example",
                "Authorization: " + SecureClient.basic("prometheus:scrape-me"));
        HardenedResponse.checkProblem(elsewhere, 400);
        HardenedResponse.check(elsewhere, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html?a=b%20c", "/problems/validation", "/nothing"})
    void pagesAreRedirectedToHttps(String path) {
        for (String method : List.of("GET", "HEAD")) {
            RawHttp.Answer answer = http.send(method, path);

            assertThat(answer.status()).isEqualTo(308);
            assertThat(answer.one("Location")).isEqualTo("https://127.0.0.1:" + server.httpsPort() + path);
            HardenedResponse.check(answer, false);
        }
    }

    @Test
    void aRedirectNeverLeadsToAnotherHost() {
        assertThat(http.send("GET", "//evil.example/").one("Location"))
                .startsWith("https://127.0.0.1:" + server.httpsPort() + "/");
        // hosts are checked before: otherwise it would have been a redirect
        assertThat(http.send("GET", "/", "Host: evil.example").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/notifications, X-API-Key: mb_dev_alice",
        "GET, /api/v1/notifications, X-API-Key: mb_wrong",
        "GET, /api/v1/me, X-API-Key: mb_dev_alice",
        "GET, /api/v1/notifications/stream, X-API-Key: mb_dev_alice",
        "OPTIONS, /api/v1/notifications, Access-Control-Request-Method: GET",
        "GET, /ws/v1/notifications, X-API-Key: mb_wrong",
        "POST, /, X-API-Key: mb_wrong"
    })
    void unencryptedApiRequestsAreRefusedBeforeAuthentication(String method, String path, String header) {
        RawHttp.Answer answer = http.send(method, path, header, "Origin: " + APP);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.one("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("\"/problems/https-required\"");
        HardenedResponse.check(answer, false);
    }

    /** {@code /metrics} has them too, after the server has authenticated the user. */
    @Test
    void theServersOwnPagesHaveTheSameFilters() {
        String path = "/openapi";
        RawHttp.Answer inTheClear = http.send("GET", path);
        HardenedResponse.checkProblem(inTheClear, 403);
        assertThat(inTheClear.body()).contains("/problems/https-required");
        HardenedResponse.check(inTheClear, false);

        RawHttp.Answer elsewhere = https.send("GET", path, "Host: evil.example");
        HardenedResponse.checkProblem(elsewhere, 400);
        HardenedResponse.check(elsewhere, true);

        RawHttp.Answer behindTheProxy = proxy.send(
                "GET", path, "Host: inner:9080", "X-Forwarded-Proto: https", "X-Forwarded-Host: bell.example.com");
        assertThat(behindTheProxy.status()).isEqualTo(200);
        HardenedResponse.check(behindTheProxy, true);
        HardenedResponse.checkApi(behindTheProxy);

        assertThat(https.send("GET", path, "Origin: " + APP).one("Access-Control-Allow-Origin"))
                .isEqualTo(APP);
        RawHttp.Answer foreign = https.send("GET", path, "Origin: https://evil.example");
        assertThat(foreign.status()).isEqualTo(200);
        assertThat(foreign.all("Access-Control-Allow-Origin")).isEmpty();
        assertThat(foreign.all("Vary")).anyMatch(vary -> vary.matches("Origin(,.*)?"));
    }

    @Test
    void theServersOwnSwaggerUiIsRedirectedLikeAPage() {
        assertThat(http.send("GET", "/openapi/ui/").one("Location"))
                .isEqualTo("https://127.0.0.1:" + server.httpsPort() + "/openapi/ui/");
        assertThat(https.send("GET", "/openapi/ui/").one("Location")).isEqualTo("/docs/");
    }

    @Test
    void requestsOverHttpsAreAnswered() {
        assertThat(https.send("GET", "/").status()).isEqualTo(200);
        assertThat(https.send("GET", "/api/v1/notifications", ALICE).status()).isEqualTo(200);
    }

    /**
     * The request of an orchestrator to a pod, and of `curl -f http://localhost:9080/health/ready`: no host check, no
     * redirect.
     */
    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/started", "/health/live", "/health/ready"})
    void probesNeedNeitherAKnownHostNorHttps(String path) {
        for (RawHttp client : List.of(http.to("127.0.0.2"), https.to("127.0.0.2"))) {
            RawHttp.Answer answer = client.send("GET", path);

            assertThat(answer.status()).isEqualTo(200);
            HardenedResponse.check(answer, client.isSecure());
        }
        assertThat(http.send("GET", path, "Host: 10.42.0.17:9080").status()).isEqualTo(200);
        assertThat(http.exchange("GET " + path + " HTTP/1.0\r\n\r\n").status()).isEqualTo(200);
    }

    @Test
    void behindATlsTerminatingProxyRequestsCountAsHttps() {
        String[] forwarded = {
            "Host: inner:9080",
            "X-Forwarded-For: 203.0.113.7",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: bell.example.com"
        };
        RawHttp.Answer page = proxy.send("GET", "/", forwarded);
        RawHttp.Answer api = proxy.send("GET", "/api/v1/notifications", with(forwarded, ALICE));

        assertThat(page.status()).isEqualTo(200);
        HardenedResponse.check(page, true);
        assertThat(api.status()).isEqualTo(200);
        HardenedResponse.check(api, true);
        assertThat(proxy.send("GET", "/api/v1/notifications", with(forwarded, "X-API-Key: mb_wrong"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void theForwardedHeaderHasTheSameEffect() {
        RawHttp.Answer page = proxy.send(
                "GET",
                "/",
                "Host: inner:9080",
                "Forwarded: for=\"[2001:db8::7]:4711\";proto=https;host=bell.example.com");

        assertThat(page.status()).isEqualTo(200);
        HardenedResponse.check(page, true);
    }

    @Test
    void behindTheProxyPagesAreRedirectedToThePublicName() {
        RawHttp.Answer answer = proxy.send(
                "GET",
                "/",
                "Host: inner:9080",
                "X-Forwarded-For: 203.0.113.7",
                "X-Forwarded-Proto: http",
                "X-Forwarded-Host: bell.example.com");

        assertThat(answer.status()).isEqualTo(308);
        assertThat(answer.one("Location")).isEqualTo("https://bell.example.com/");
    }

    @Test
    void theSameOriginIsThePublicOne() {
        String[] forwarded = {
            "Host: inner:9080",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: bell.example.com",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
        };

        assertThat(proxy.send("GET", "/ws/v1/notifications", with(forwarded, "Origin: https://bell.example.com"))
                        .status())
                .isEqualTo(101);
        assertThat(proxy.send("GET", "/ws/v1/notifications", with(forwarded, "Origin: http://inner:9080"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void unreliableForwardedHeadersAreRefused() {
        assertThat(proxy.send("GET", "/", "X-Forwarded-Proto: https", "X-Forwarded-Host: evil.example")
                        .status())
                .isEqualTo(400);
        assertThat(proxy.send("GET", "/", "X-Forwarded-For: 203.0.113.7", "Forwarded: for=6.6.6.6")
                        .status())
                .isEqualTo(400);
        RawHttp.Answer broken = proxy.send("GET", "/", "X-Forwarded-For: 203.0.113.7, garbage");
        assertThat(broken.status()).isEqualTo(400);
        HardenedResponse.check(broken, false);
    }

    @Test
    void otherPeersAreNotTrustedAsProxies() {
        RawHttp.Answer api = http.send(
                "GET",
                "/api/v1/notifications",
                ALICE,
                "X-Forwarded-Proto: https",
                "Forwarded: proto=https",
                "$WSSC: https",
                "$WSIS: true");

        assertThat(api.status()).isEqualTo(403);
        assertThat(api.body()).contains("https-required");
    }

    /** The authentication filter runs later: it would have answered 401. */
    @Test
    void aListedOriginsPreflightIsAnsweredBeforeAuthentication() {
        RawHttp.Answer answer = https.send(
                "OPTIONS",
                "/api/v1/notifications",
                "Origin: " + APP,
                "Access-Control-Request-Method: POST",
                "Access-Control-Request-Headers: content-type, x-api-key",
                "X-API-Key: mb_wrong");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.one("Access-Control-Allow-Origin")).isEqualTo(APP);
        assertThat(answer.one("Access-Control-Max-Age")).isEqualTo("7200");
        assertThat(answer.all("Vary")).anyMatch(vary -> vary.matches("Origin(,.*)?"));
        HardenedResponse.check(answer, true);
    }

    @Test
    void pagesOfAListedOriginMayReadResponsesAndErrors() {
        for (String key : List.of(ALICE, "X-API-Key: mb_wrong")) {
            RawHttp.Answer answer = https.send("GET", "/api/v1/notifications", key, "Origin: " + APP);

            assertThat(answer.one("Access-Control-Allow-Origin")).isEqualTo(APP);
            assertThat(answer.one("Access-Control-Expose-Headers")).contains("RateLimit", "Retry-After", "Location");
            assertThat(answer.all("Vary")).anyMatch(vary -> vary.matches("Origin(,.*)?"));
            HardenedResponse.check(answer, true);
        }
        assertThat(https.send("GET", "/api/v1/notifications", ALICE, "Origin: https://app.example.com.evil.example")
                        .all("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    @Test
    void aConnectionThatIsReusedForAnotherHostIs421() throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(RawHttp.trusting())
                .build();
        HttpResponse<String> here = client.send(at("127.0.0.1"), BodyHandlers.ofString());
        HttpResponse<String> elsewhere = client.send(at("127.0.0.2"), BodyHandlers.ofString());

        assertThat(here.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(here.statusCode()).isEqualTo(200);
        assertThat(elsewhere.statusCode()).isEqualTo(421);
        assertThat(elsewhere.body()).contains("/problems/misdirected");
    }

    private static HttpRequest at(String host) {
        return HttpRequest.newBuilder(URI.create("https://" + host + ':' + server.httpsPort() + "/styles/base.css"))
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html"})
    void pagesGetAnAPlusFromMozillasObservatory(String path) {
        Observatory observatory = new Observatory(https.send("GET", path), http.send("GET", path));

        assertThat(observatory.results())
                .allSatisfy(result -> assertThat(result.modifier())
                        .as(result.test() + ": " + result.found())
                        .isNotNegative());
        assertThat(observatory.score()).isEqualTo(130);
        assertThat(observatory.grade()).isEqualTo("A+");
    }

    @Test
    void logLinesAreJsonAndCarryTheTraceOfTheirRequest() {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        https.send(
                "GET",
                "/api/v1/notifications?type=%27%20OR%201=1--a",
                ALICE,
                "traceparent: 00-" + trace + "-b7ad6b7169203331-01");
        https.send("GET", "/api/v1/notifications?type=%27%20OR%201=1--b", ALICE);

        List<JsonObject> lines = JsonLog.lines(server, "suspicious input");
        assertThat(lines)
                .anySatisfy(
                        line -> assertThat(line.getString("ext_trace_id", "")).isEqualTo(trace))
                .anySatisfy(line -> assertThat(line).doesNotContainKey("ext_trace_id"))
                .allSatisfy(line -> {
                    assertThat(line).containsKeys("ibm_datetime", "message", "ibm_threadId", "module");
                    assertThat(line.getString("loglevel")).isEqualTo("WARNING");
                });
    }

    private static String[] with(String[] headers, String more) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = more;
        return all;
    }
}
