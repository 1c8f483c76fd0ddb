package io.marketbell.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.marketbell.metrics.Metric;
import io.marketbell.operations.OperatorsQueries;
import io.marketbell.testkit.client.MarketbellClient;
import io.marketbell.testkit.client.RawHttp;
import io.marketbell.testkit.client.RestClient;
import io.marketbell.testkit.client.Subscription;
import io.marketbell.testkit.server.MarketbellServer;
import io.marketbell.testkit.server.ProductServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of the running product as Prometheus scrapes them. */
@ProductServer(shared = true)
class MetricsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final int UNKNOWN_METHODS = 300;
    private static final int UNKNOWN_PATHS = 2_000;
    private static final int CLIENTS = 9;

    private final MarketbellServer server = MarketbellServer.shared();
    private final RestClient anyone = RestClient.anonymous(server.base());

    private String scrape() {
        return anyone.get("/metrics").expect(200).body();
    }

    /** All lines without their values. */
    private Set<String> series() {
        Set<String> series = new TreeSet<>();
        scrape().lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> series.add(line.replaceFirst(" \\S+$", "")));
        return series;
    }

    private static List<Metric> product() {
        return Arrays.stream(Metric.values())
                .filter(metric -> metric.compareTo(Metric.SERIES) < 0)
                .toList();
    }

    /** Causes one of every event that is counted or timed. */
    private void trade() {
        try (MarketbellClient alice = MarketbellClient.connect(server.base(), MarketbellServer.ALICE)) {
            alice.subscribe(Subscription.everything());
            String order = "{\"type\":\"ORDER_ACCEPTED\",\"recipients\":[\"alice\"],\"instrument\":\"AAPL\","
                    + "\"body\":{\"order_id\":\"m-1\",\"submitted_at\":\"" + Instant.now() + "\"}}";
            RestClient publisher = server.rest(MarketbellServer.PUBLISHER);
            publisher.post(RestClient.NOTIFICATIONS, order).expect(202);
            publisher
                    .post(RestClient.NOTIFICATIONS, order.replace("ORDER_ACCEPTED", "ORDER_FILLED"))
                    .expect(202);
            publisher
                    .post(RestClient.NOTIFICATIONS, "{\"type\":\"ORDER_FILLED\"}")
                    .expect(400);
            publisher.get("/api/v1/notifications?type=1%27%20OR%201%3D1--").expect(400);
            publisher
                    .post(
                            RestClient.NOTIFICATIONS,
                            "{\"type\":\"SYSTEM_NOTICE\",\"body\":{\"text\":\"100 or price < 5\"}}")
                    .expect(202);
            alice.ping();
            RawHttp.plain(server.httpPort()).send("GET", "/", "Host: evil.example");
        }
    }

    @Test
    void allFourteenMetricsAreShownWithBucketsForDurations() {
        trade();
        await().atMost(PATIENCE).untilAsserted(() -> {
            String shown = scrape();
            for (Metric metric : product()) {
                if (metric == Metric.RATE_LIMITED || OperatorsQueries.needsRedis(metric.metricName())) {
                    continue; // limits are off here, and it is the only node
                }
                String sample = metric.kind() == Metric.Kind.DURATION ? "_bucket{" : "";
                assertThat(shown)
                        .contains("\n" + metric.metricName() + sample)
                        .contains("# HELP " + metric.metricName());
            }
            assertThat(shown)
                    .contains("marketbell_http_errors_total{")
                    .containsPattern("marketbell_http_errors_total\\{[^}]*problem=\"validation\"[^}]*} [1-9]")
                    // of the first filter that refuses: the measuring filter runs before all of them
                    .containsPattern("marketbell_http_errors_total\\{[^}]*problem=\"malformed\"[^}]*} [1-9]")
                    .containsPattern("marketbell_order_duration_seconds_count\\{[^}]*event=\"accepted\"[^}]*} [1-9]")
                    .containsPattern("marketbell_ws_delivery_duration_seconds_bucket\\{[^}]*le=\"0\\.25\"[^}]*}")
                    .containsPattern(
                            "marketbell_http_request_duration_seconds_count\\{[^}]*route=\"/api/v1/notifications\"")
                    .containsPattern("marketbell_db_connections\\{[^}]*state=\"idle\"[^}]*} \\d");
            assertThat(shown).doesNotContainPattern("marketbell_\\w+\\{[^}]*quantile=");
        });
    }

    /** The metrics of {@link Metric} are verified above; this covers those of other packages and of the server. */
    @Test
    void rulesAndDashboardUseOnlyExposedMetrics() {
        Set<String> asked = OperatorsQueries.metricsToBeSeen();
        String shown = scrape();

        assertThat(asked).contains("marketbell_journal_available", "memory_usedHeap_bytes");
        // the tests of several nodes cover those of Redis
        asked.removeIf(OperatorsQueries::needsRedis);
        assertThat(asked).allSatisfy(name -> assertThat(shown).containsPattern("\n" + name + "\\{"));
        assertThat(shown).contains("marketbell_delivery_closed{mp_scope=\"application\",reason=\"too_slow\",}");
        assertThat(shown).containsPattern("marketbell_journal_available\\{[^}]*} 1\\.0");
    }

    @Test
    void promtoolAcceptsTheMetrics(@TempDir Path directory) throws Exception {
        assumeTrue(isThere("promtool"), "promtool (Debian: prometheus) is not installed");
        trade();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(scrape()).contains("marketbell_order_duration_seconds_count"));
        Path scraped = Files.writeString(directory.resolve("metrics"), scrape());

        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(scraped.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor(30, TimeUnit.SECONDS)).isTrue();

        assertThat(output.lines()
                        .filter(line -> Arrays.stream(Metric.values())
                                .anyMatch(metric -> line.startsWith(metric.metricName()))))
                .isEmpty();
        assertThat(output).doesNotContain("error while linting");
    }

    private static boolean isThere(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    @Test
    void aMissingFileIsNotAServerError() {
        double failed = unmatched("5xx");
        double refused = unmatched("4xx");

        anyone.get("/no-such-icon.ico").expect(404);

        await().atMost(PATIENCE).until(() -> unmatched("4xx") > refused);
        assertThat(unmatched("5xx")).isEqualTo(failed);
    }

    private double unmatched(String status) {
        return scrape().lines()
                .filter(line -> line.startsWith("marketbell_http_request_duration_seconds_count{"))
                .filter(line -> line.contains("method=\"GET\"")
                        && line.contains("route=\"unmatched\"")
                        && line.contains("status=\"" + status + '"'))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void unknownMethodsAndPathsDoNotAddSeries() {
        requestUnknown(0, 3);
        trade();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(scrape()).contains("method=\"_other\"", "marketbell_order_duration"));
        settle();
        Set<String> before = series();

        requestUnknown(3, UNKNOWN_METHODS);
        requestUnknownPaths();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(unmatched()).isGreaterThanOrEqualTo(UNKNOWN_PATHS));

        Set<String> grown = series();
        grown.removeAll(before);
        assertThat(grown).isEmpty();
    }

    private void requestUnknownPaths() {
        List<Thread> clients = IntStream.range(0, CLIENTS)
                .mapToObj(number -> new Thread(() -> {
                    for (int i = number; i < UNKNOWN_PATHS; i += CLIENTS) {
                        anyone.get(i % 2 == 0 ? "/api/v1/invented/" + i : "/invented/" + i + ".php");
                    }
                }))
                .toList();
        clients.forEach(Thread::start);
        for (Thread client : clients) {
            assertThatCode(client::join).doesNotThrowAnyException();
        }
    }

    private void requestUnknown(int from, int to) {
        for (int i = from; i < to; i++) {
            anyone.send("INVENTED" + i, RestClient.NOTIFICATIONS, null, null);
            anyone.send("INVENTED" + i, "/", null, null);
            anyone.get("/api/v1/invented/x" + i);
            anyone.get("/invented-" + i);
        }
    }

    /** Two equal readings show that the server has created the last series for the first request of each kind. */
    private void settle() {
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(11)).until(() -> {
            Set<String> once = series();
            anyone.get("/api/v1/invented/settle");
            return once.equals(series());
        });
    }

    private double unmatched() {
        return scrape().lines()
                .filter(line -> line.startsWith("marketbell_http_request_duration_seconds_count")
                        && line.contains("route=\"unmatched\"")
                        && line.contains("method=\"GET\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
