package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Telemetry enabled by the environment alone: spans are exported, and logs and the audit log have the same trace id.
 */
@ProductServer
class TelemetryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String KEYS = "/api/v1/api-keys";

    private static OtlpCollector otlpCollector;
    private static MarketbellServer server;

    @BeforeAll
    static void start() throws IOException {
        otlpCollector = new OtlpCollector();
        server = MarketbellServer.with(
                "TelemetryIT",
                Map.of(
                        "LOG_FORMAT", "JSON",
                        "OTEL_SDK_DISABLED", "false",
                        "OTEL_SERVICE_NAME", "marketbell",
                        "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                        "OTEL_EXPORTER_OTLP_ENDPOINT", otlpCollector.endpoint(),
                        "OTEL_BSP_SCHEDULE_DELAY", "200",
                        "OTEL_METRICS_EXPORTER", "none"));
    }

    @AfterAll
    static void stop() {
        server.close();
        otlpCollector.close();
    }

    /** An audited action, with a name that is logged as suspicious. */
    private static RestClient.Answer deed(RestClient caller, String user) {
        return caller.post(KEYS, "{\"user\":\"" + user + "\",\"roles\":[\"trader\"],\"tier\":\"standard\"}");
    }

    private static String audited(String user) {
        JsonObject page = server.rest(MarketbellServer.ADMIN)
                .get("/api/v1/audit?limit=100")
                .expect(200)
                .json();
        return page.getJsonArray("entries").getValuesAs(JsonObject.class).stream()
                .filter(entry -> entry.toString().contains(user))
                .map(entry -> entry.getString("trace_id"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTracedRequestHasASpanAndItsTraceIdIsInAuditAndLog() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        RestClient caller =
                server.rest(MarketbellServer.ADMIN).with("traceparent", "00-" + trace + "-00f067aa0ba902b7-01");

        RestClient.Answer answer = deed(caller, "of-a-trace").expect(201);
        caller.get("/api/v1/audit?after=1%27%20OR%20%271%27=%271").expect(400);

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(otlpCollector.hasSpan(trace, "POST " + KEYS)).isTrue());
        assertThat(audited("of-a-trace")).isEqualTo(trace);
        List<JsonObject> lines = JsonLog.lines(server, "suspicious input");
        assertThat(lines)
                .anySatisfy(line -> assertThat(line.getString("ext_trace_id")).isEqualTo(trace));
        assertThat(answer.header("io.openliberty.trace"))
                .as("the server's own messages")
                .isNull();
    }

    @Test
    void aRequestWithoutATraceStartsOneThatTheAuditContains() {
        deed(server.rest(MarketbellServer.ADMIN), "of-none").expect(201);

        String trace = audited("of-none");
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(otlpCollector.hasSpan(trace, "POST " + KEYS)).isTrue());
    }
}
