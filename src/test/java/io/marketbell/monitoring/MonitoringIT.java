package io.marketbell.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.app.MarketbellApplication;
import io.marketbell.database.ProductArchive;
import io.marketbell.health.Alert;
import io.marketbell.health.Health;
import io.marketbell.health.HealthFinding;
import io.marketbell.health.HealthLevel;
import io.marketbell.health.HealthState;
import io.marketbell.http.sse.EventStream;
import io.marketbell.http.sse.EventStreamServlet;
import io.marketbell.monitoring.stream.StageServlet;
import io.marketbell.shutdown.ShutdownTask;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.client.RestClient.Answer;
import io.marketbell.testkit.server.WebXml;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the reports on the real server, with real metrics and identity; health and the connections are simulated.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class MonitoringIT {
    private static final String MONITORING = "/api/v1/monitoring/";
    private static final String OPERATOR = "mb_dev_operator";

    /** One snapshot interval plus a margin for a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ArquillianResource
    private URI base;

    @Deployment(testable = false)
    static WebArchive archive() {
        return ProductArchive.with(ShrinkWrap.create(WebArchive.class, "monitoring.war")
                .addPackages(
                        false,
                        path -> ProductArchive.isProduct(path.get()),
                        "io.marketbell.monitoring",
                        "io.marketbell.monitoring.cache",
                        "io.marketbell.monitoring.merge",
                        "io.marketbell.monitoring.query",
                        "io.marketbell.monitoring.report",
                        "io.marketbell.monitoring.stream",
                        "io.marketbell.metrics",
                        "io.marketbell.metrics.export",
                        "io.marketbell.metrics.meter",
                        "io.marketbell.delivery",
                        "io.marketbell.delivery.outbox",
                        "io.marketbell.delivery.resume",
                        "io.marketbell.delivery.shard",
                        "io.marketbell.delivery.writer",
                        "io.marketbell.subscription",
                        "io.marketbell.journal",
                        "io.marketbell.journal.expiry",
                        "io.marketbell.journal.ledger",
                        "io.marketbell.journal.log",
                        "io.marketbell.journal.store",
                        "io.marketbell.json",
                        "io.marketbell.notification",
                        "io.marketbell.identity",
                        "io.marketbell.identity.apikey",
                        "io.marketbell.identity.token",
                        "io.marketbell.audit",
                        "io.marketbell.http.trace",
                        "io.marketbell.http.route")
                .addClasses(Health.class, HealthLevel.class, HealthState.class, HealthFinding.class, Alert.class)
                .addClasses(MarketbellApplication.class, MonitoringPorts.class, StageServlet.class)
                .addClasses(EventStream.class, EventStreamServlet.class, ShutdownTask.class)
                .addAsResource(
                        new StringAsset("marketbell.identity.development.keys=true\nmarketbell.monitoring.node=node-1\n"
                                + "marketbell.monitoring.stream.readers=2\n"),
                        "META-INF/microprofile-config.properties")
                .addAsWebInfResource(new File("src/main/webapp/WEB-INF/beans.xml"))
                .addAsWebInfResource(WebXml.ofFilters("metrics", "audit", "credentials"), "web.xml"));
    }

    private RestClient as(String key) {
        return RestClient.withKey(base, key);
    }

    private Answer get(String read) {
        return as(OPERATOR).get(MONITORING + read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "summary",
                "api?window=5m&route=%2Fapi%2Fv1%2Fapi-keys%2F%7Bid%7D",
                "trading?window=PT1H",
                "websocket?sort=delay&state=closed&limit=10",
                "database?window=300",
                "metrics?name=marketbell_http_request_duration_seconds",
                "series?metric=marketbell_http_request_duration_seconds&quantile=0.5,0.99&by=route&step=PT30S",
                "health",
                "alerts",
                "nodes"
            })
    void reportsRequireOperatorOrAdminAndShareOneEnvelope(String read) {
        assertThat(RestClient.anonymous(base).get(MONITORING + read).status()).isEqualTo(401);
        assertThat(as("mb_dev_alice").get(MONITORING + read).status()).isEqualTo(403);
        assertThat(as("mb_dev_publisher").get(MONITORING + read).status()).isEqualTo(403);
        as("mb_dev_admin").get(MONITORING + read).expect(200);

        Answer answer = get(read).expect(200);
        JsonObject body = answer.json();
        assertThat(body).containsKeys("as_of", "age_ms", "window_seconds", "node", "data");
        assertThat(body.getString("node")).isEqualTo("node-1");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("ETag")).matches("\"[0-9a-f]{32}\"");
        assertThat(answer.header("Content-Type"))
                .startsWith(read.equals("health") ? "application/health+json" : "application/json");
    }

    @Test
    void anUnchangedBodyIsNotSentAgain() {
        // a snapshot may be created in between
        await().atMost(PATIENCE).untilAsserted(() -> {
            Answer first = get("database").expect(200);
            Answer second = get("database").expect(200);
            assertThat(second.body()).isEqualTo(first.body());
            Answer unchanged = as(OPERATOR)
                    .with("If-None-Match", first.header("ETag"))
                    .get(MONITORING + "database")
                    .expect(304);
            assertThat(unchanged.body()).isEmpty();
            assertThat(unchanged.header("ETag")).isEqualTo(first.header("ETag"));
            assertThat(unchanged.header("Cache-Control")).isEqualTo("no-store");
        });
        as(OPERATOR)
                .with("If-None-Match", "\"another\"")
                .get(MONITORING + "database")
                .expect(200);
        Answer head = as(OPERATOR).send("HEAD", MONITORING + "database", null, null);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("ETag")).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "api?window=2m|400|window",
                "api?route=/api/v1/nowhere|400|route",
                "websocket?sort=size|400|sort",
                "websocket?limit=100000|400|limit",
                "metrics?format=xml|400|format",
                "summary?winow=1m|400|winow",
                "stream?after=1|400|after",
                "series|400|metric",
                "series?metric=marketbell_orders_total&quantile=0.5|400|quantile",
                "series?metric=marketbell_order_total|404|marketbell_orders_total",
                "metrics?name=nothing|404|nothing",
                "trading?instrument=NONE|404|NONE",
                "nothing|404|nothing"
            })
    void anInvalidQueryReturnsAProblemThatNamesTheParameter(String read, int status, String named) {
        Answer refused = get(read).expect(status);

        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.body()).contains(named);
    }

    @Test
    void metricsComeAsTextsToo() {
        Answer csv = get("metrics?format=csv").expect(200);
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.body()).startsWith("metric,kind,tags,");

        Answer text = as(OPERATOR)
                .with("Accept", "application/openmetrics-text; version=1.0.0")
                .get(MONITORING + "metrics?format=openmetrics")
                .expect(200);
        assertThat(text.header("Content-Type")).startsWith("application/openmetrics-text");
        assertThat(text.body()).endsWith("# EOF\n");
    }

    @Test
    void anUnhealthyReportHasAnErrorStatusAndIsNotCountedAsAnError() {
        as(OPERATOR).get("/stage/unhealthy").expect(200);
        try {
            Answer ill = get("health").expect(503);
            assertThat(ill.header("Content-Type")).startsWith("application/health+json");
            assertThat(ill.json().getString("status")).isEqualTo("fail");
            assertThat(ill.header("Retry-After")).isEqualTo("10");
            as(OPERATOR)
                    .with("If-None-Match", ill.header("ETag"))
                    .get(MONITORING + "health")
                    .expect(503);
        } finally {
            as(OPERATOR).get("/stage/healthy").expect(200);
        }

        String route = "api?window=5m&route=" + MONITORING + "health";
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(route).body())
                        .contains("\"method\":\"GET\"", "\"2xx\":")
                        .doesNotContain("5xx"));
    }

    @Test
    void theStreamSendsEachSnapshotToALimitedNumberOfClients() throws Exception {
        assertThat(RestClient.anonymous(base).get(MONITORING + "stream").status())
                .isEqualTo(401);
        assertThat(as("mb_dev_alice").get(MONITORING + "stream").status()).isEqualTo(403);

        long began = System.nanoTime();
        try (BufferedReader one = stream();
                BufferedReader two = stream()) {
            assertThat(two.readLine()).isEqualTo("event: snapshot");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("sent at once, not with the heartbeat")
                    .isLessThan(Duration.ofSeconds(4));
            Answer full = get("stream").expect(429);
            assertThat(full.header("Retry-After")).isEqualTo("10");

            List<String> lines = new ArrayList<>();
            while (ids(lines).size() < 3) {
                lines.add(one.readLine());
            }
            assertThat(ids(lines)).doesNotHaveDuplicates();
            assertThat(lines).contains(": heartbeat");
            assertThat(lines.get(2)).startsWith("data: {\"as_of\":").contains("\"level\":\"healthy\"");
        }
        await().atMost(PATIENCE).untilAsserted(() -> stream().close());
    }

    private static List<String> ids(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("id: ")).toList();
    }

    private BufferedReader stream() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("api/v1/monitoring/stream"))
                .timeout(PATIENCE)
                .header("X-API-Key", OPERATOR)
                .build();
        HttpResponse<InputStream> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    @Test
    void aStalledClientDoesNotDelayTheOthers() throws IOException {
        try (Socket stalled = new Socket()) {
            stalled.setReceiveBufferSize(4_096);
            stalled.connect(new InetSocketAddress(base.getHost(), base.getPort()));
            String request =
                    "GET " + base.getPath() + "stage/flood HTTP/1.1\r\nHost: localhost:" + base.getPort() + "\r\n\r\n";
            stalled.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(outcome()).startsWith("stalled=true").endsWith("ended=true"));
            for (String took : List.of("slowest_ms=", "end_ms=")) {
                String millis = outcome().replaceFirst(".*\\b" + took + "(\\d+).*", "$1");
                assertThat(Integer.parseInt(millis)).as(outcome()).isLessThan(2_000);
            }
        }
    }

    private String outcome() {
        return as(OPERATOR).get("/stage/outcome").body();
    }
}
