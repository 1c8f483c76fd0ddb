package io.marketbell.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.marketbell.testkit.server.FakeMarketbell;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the generator against a fake server: it counts exactly the notifications that were sent. */
class LoadTest {
    private final FakeMarketbell marketbell = new FakeMarketbell();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        marketbell.close();
    }

    private JsonObject run(String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--target", marketbell.base().toString(), "--report", directory.toString()));
        Options parsed = Options.parse(all.toArray(String[]::new));
        JsonObject report = Load.run(parsed, new PrintStream(progress, true, StandardCharsets.UTF_8))
                .json();
        assertThat(directory.resolve("report.md")).isNotEmptyFile();
        assertThat(directory.resolve("report.json")).hasContent(report.toString());
        return report;
    }

    @Test
    void receivesAllThatItPublishes() throws Exception {
        JsonObject report = run(
                "--clients",
                "300",
                "--threads",
                "2",
                "--create-users",
                "30",
                "--instruments",
                "100",
                "--instruments-per-client",
                "5",
                "--prices",
                "400",
                "--fills",
                "50",
                "--notice-every",
                "250",
                "--warm-up",
                "0.5",
                "--duration",
                "2",
                "--connections",
                "2",
                "--sources",
                "2");
        JsonObject counts = report.getJsonObject("whole run, expected and received");
        assertThat(counts.getInt("missing")).as("%s", report).isZero();
        assertThat(counts.getInt("PRICE_UPDATE accepted")).isEqualTo(1_000);
        // 300 clients with 5 of 100 instruments: 15 receivers each
        assertThat(counts.getInt("PRICE_UPDATE received")).isEqualTo(15_000);
        // 30 users with 10 connections each
        assertThat(counts.getInt("ORDER_FILLED received")).isEqualTo(10 * counts.getInt("ORDER_FILLED accepted"));
        assertThat(counts.getInt("SYSTEM_NOTICE received")).isEqualTo(300 * 10);
        assertThat(report.getJsonObject("connections").toString()).isEqualTo("{\"closed, refused or out of order\":0}");
        assertThat(report.getJsonObject("publishing").getInt("errors")).isZero();
        JsonObject latencies = report.getJsonObject("latency_ms");
        assertThat(latencies.getJsonObject("LOW").getInt("count")).isEqualTo(400 * 2 * 15);
        assertThat(latencies.getJsonObject("CRITICAL SYSTEM_NOTICE").getInt("count"))
                .isEqualTo(8 * 300);
        assertThat(latencies.getJsonObject("LOW").getJsonNumber("p50").doubleValue())
                .isBetween(0.001, 60_000.0);
        assertThat(progress.toString(StandardCharsets.UTF_8)).contains("connected and subscribed: 300", "measured: ");
    }

    @Test
    void reportsHowSlowClientsWereClosed() throws Exception {
        JsonObject report = run(
                "--clients",
                "10",
                "--stalled",
                "2",
                "--slow",
                "1",
                "--instruments",
                "10",
                "--instruments-per-client",
                "0",
                "--prices",
                "40000",
                "--array",
                "1000",
                "--connections",
                "1",
                "--warm-up",
                "0",
                "--duration",
                "2",
                "--slow-bytes",
                "1000",
                "--laggard-buffer",
                "2048");
        JsonObject connections = report.getJsonObject("connections");
        assertThat(connections.getInt("stalled: closed 4002")).as("%s", report).isEqualTo(2);
        assertThat(connections.getInt("slow: closed 4002")).isEqualTo(1);
        assertThat(report.getJsonObject("whole run, expected and received").getInt("missing"))
                .isZero();
    }

    @Test
    void reportsThatTheServerClosed() throws Exception {
        JsonObject report = run(
                "--clients",
                "20",
                "--keys",
                "mb_unknown",
                "--publisher",
                "none",
                "--duration",
                "0.2",
                "--warm-up",
                "0");
        assertThat(report.getJsonObject("connections").getInt("handshake answered 401"))
                .isEqualTo(20);
    }

    @Test
    void measuresDurablePublishingAgainstEmptyRequests() throws Exception {
        JsonObject report = run(
                "--mode",
                "durable-rest",
                "--connections",
                "3",
                "--array",
                "10",
                "--against",
                "/empty",
                "--rounds",
                "3",
                "--duration",
                "0.3",
                "--warm-up",
                "0.1",
                "--idempotency",
                "true");
        assertThat(report.getJsonObject("errors").getInt("errors")).isZero();
        JsonObject durable = report.getJsonObject("durable");
        assertThat(durable.getJsonNumber("median, notifications a second").doubleValue())
                .isEqualTo(
                        10 * durable.getJsonNumber("median, requests a second").doubleValue());
        assertThat(report.getJsonObject("ratio")
                        .getJsonNumber("durable requests to empty ones")
                        .doubleValue())
                .isPositive();
    }

    @Test
    void comparesTwoServersAndReportsTheProcessorTimeOfEach() throws Exception {
        String self = Long.toString(ProcessHandle.current().pid());
        JsonObject report = run(
                "--mode",
                "empty",
                "--path",
                "/empty",
                "--connections",
                "2",
                "--rival",
                marketbell.base().toString(),
                "--server-pid",
                self,
                "--rival-pid",
                self,
                "--rounds",
                "3",
                "--duration",
                "0.3",
                "--warm-up",
                "0.1");
        assertThat(report.getJsonObject("errors").getInt("errors")).isZero();
        assertThat(report.getJsonObject("rival").keySet())
                .isEqualTo(report.getJsonObject("empty").keySet());
        double rate = report.getJsonObject("empty")
                .getJsonNumber("median, requests a second")
                .doubleValue();
        double rival = report.getJsonObject("rival")
                .getJsonNumber("median, requests a second")
                .doubleValue();
        JsonObject ratios = report.getJsonObject("ratio");
        assertThat(ratios.getJsonNumber("median requests a second to the rival's")
                        .doubleValue())
                .isCloseTo(rate / rival, within(0.01));
        assertThat(ratios.getJsonNumber("median processor time of a request to the rival's")
                        .doubleValue())
                .isPositive();
    }

    @Test
    void rejectsUnknownOptions() {
        assertThatThrownBy(() -> Options.parse("--client", "5")).hasMessageContaining("--client");
        assertThatThrownBy(() -> Options.parse("--clients")).hasMessageContaining("needs a value");
        assertThat(Options.help()).contains("--clients", "--stalled", "[4]");
    }
}
