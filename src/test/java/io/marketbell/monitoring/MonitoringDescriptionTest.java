package io.marketbell.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.marketbell.apidocs.ApiDocument;
import io.marketbell.delivery.DisconnectReason;
import io.marketbell.health.HealthLevel;
import io.marketbell.metrics.Metric;
import io.marketbell.metrics.Window;
import io.marketbell.monitoring.query.Scope;
import io.marketbell.monitoring.report.HealthReport;
import io.marketbell.monitoring.report.MetricsReport;
import io.marketbell.monitoring.report.MonitoringState;
import io.marketbell.monitoring.report.Report;
import io.marketbell.monitoring.report.SeriesReport;
import io.marketbell.monitoring.report.SocketsReport;
import io.marketbell.monitoring.report.TradingReport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests that real responses and the OpenAPI examples match the OpenAPI schemas. */
class MonitoringDescriptionTest {
    private static final ApiDocument DOCUMENT = ApiDocument.openApi();

    /** The only members that may be absent. */
    private static final Set<String> LEFT_OUT = Set.of(
            "MonitoringBody/scope",
            "MonitoringBody/nodes",
            "MonitoringBody/missing",
            "MonitoringAlert/nodes",
            "MonitoringWebsocket/entries_node",
            "MonitoringMetricSeries/value",
            "MonitoringMetricSeries/total",
            "MonitoringMetricSeries/increase",
            "MonitoringMetricSeries/windows",
            "MonitoringCheck/observedValue",
            "MonitoringCheck/observedUnit");

    /** Returns an example and a real response of each report, and further responses. */
    static Stream<Arguments> bodies() {
        MonitoredNode idle = new MonitoredNode();
        MonitoredNode busy = new MonitoredNode().trading();
        MonitoringState now = busy.cache.now();
        Stream<Arguments> more = Stream.of(
                Arguments.of(new HealthReport(), ReportExamplesTest.example("Unhealthy", "unhealthy"), busy),
                Arguments.of(
                        SocketsReport.of(busy.query("state=open")),
                        ReportExamplesTest.example("Websocket", "closed ones"),
                        busy),
                Arguments.of(MetricsReport.of(busy.query()), ReportExamplesTest.example("Metrics", "a counter"), busy),
                Arguments.of(
                        SeriesReport.of(busy.query("metric=marketbell_orders_total", "by=event"), now), null, busy),
                Arguments.of(SeriesReport.of(busy.query("metric=marketbell_db_connections"), now), null, busy));
        return Stream.concat(
                Stream.concat(
                        ReportExamplesTest.reads(),
                        ReportExamplesTest.reads().map(all -> Arguments.of(all.get()[0], all.get()[1], idle))),
                more);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aResponseAndItsExampleMatchTheSchema(Report report, String example, MonitoredNode node) {
        JsonNode schema = DOCUMENT.schema(schemaOf(report));

        assertDescribed(schema, new String(node.page(report).body(), StandardCharsets.UTF_8));
        if (example != null) {
            assertDescribed(schema, example);
        }
    }

    /** Returns each report for two nodes of which one is missing. */
    static Stream<Arguments> reportsOfTheCluster() {
        MonitoredNode node = new MonitoredNode().trading();
        node.reports.reported = node.nodes();
        return ReportExamplesTest.reads().map(read -> Arguments.of(read.get()[0], node));
    }

    @ParameterizedTest
    @MethodSource("reportsOfTheCluster")
    void aResponseOfTheClusterMatchesTheSchema(Report report, MonitoredNode node) {
        byte[] body = node.cache.page(report, node.cache.now(Scope.CLUSTER)).body();

        assertDescribed(DOCUMENT.schema(schemaOf(report)), new String(body, StandardCharsets.UTF_8));
        assertThat(MonitoredNode.object(body).getJsonArray("missing")).hasSize(1);
    }

    private static String schemaOf(Report report) {
        String name = report.getClass().getSimpleName().replace("Report", "");
        return "Monitoring" + (name.equals("Sockets") ? "Websocket" : name) + "Body";
    }

    private static void assertDescribed(JsonNode schema, String body) {
        JsonNode value = ApiDocument.value(body);
        assertThat(DOCUMENT.faults(schema, value)).as(body).isEmpty();
        assertThat(DOCUMENT.undocumented(schema, value)).as(body).isEmpty();
    }

    /** Guarantees that the test above detects a member that is no longer written. */
    @Test
    void aMissingValueIsNullAndNotOmitted() {
        Set<String> optional = new TreeSet<>();
        DOCUMENT.at("/components/schemas").forEachEntry((name, schema) -> {
            if (name.startsWith("Monitoring")) {
                collect(name, schema, optional);
            }
        });

        assertThat(optional).containsExactlyInAnyOrderElementsOf(LEFT_OUT);
    }

    private static void collect(String place, JsonNode schema, Set<String> optional) {
        List<String> required = new ArrayList<>(ApiDocument.texts(schema.path("required")));
        schema.path("allOf")
                .forEach(part -> required.addAll(
                        ApiDocument.texts(DOCUMENT.resolved(part).path("required"))));
        schema.path("properties").forEachEntry((name, property) -> {
            if (!required.contains(name)) {
                optional.add(place + '/' + name);
            }
            collect(place + '/' + name, property, optional);
        });
        if (schema.path("items") instanceof ObjectNode items) {
            collect(place + "/-", items, optional);
        }
    }

    @Test
    void documentedNamesMatchTheCode() {
        assertThat(words("MonitoringLevel"))
                .containsExactlyElementsOf(Arrays.stream(HealthLevel.values())
                        .map(HealthLevel::word)
                        .toList());
        assertThat(words("MonitoringKind")).containsExactlyInAnyOrderElementsOf(lower(Metric.Kind.values()));
        assertThat(words("MonitoringSort")).containsExactlyElementsOf(lower(SocketsReport.Sort.values()));
        assertThat(words("MonitoringCloseReason"))
                .containsExactlyElementsOf(
                        Arrays.stream(DisconnectReason.values()).map(Enum::name).toList());
        assertThat(DOCUMENT.texts(
                        "/components/schemas/MonitoringTrading/properties/orders/items/properties/event/enum"))
                .containsExactlyElementsOf(TradingReport.EVENTS);
        assertThat(DOCUMENT.schema("MonitoringMetricSeries")
                        .at("/properties/increase/properties")
                        .propertyNames())
                .containsExactlyInAnyOrderElementsOf(Window.LABELS);
    }

    @ParameterizedTest
    @CsvSource({
        "marketbell_order_duration_seconds, quantile mean rate count",
        "marketbell_orders_total, rate count",
        "marketbell_db_connections, value"
    })
    void everyDocumentedFigureCanBeQueried(String metric, String figures) {
        MonitoredNode node = new MonitoredNode().trading();
        MonitoringState now = node.cache.now();
        for (String figure : figures.split(" ")) {
            assertThat(words("MonitoringFigure")).contains(figure);
            Report report = SeriesReport.of(node.query("metric=" + metric, "figure=" + figure), now);
            assertDescribed(
                    DOCUMENT.schema("MonitoringSeriesBody"), node.body(report).toString());
        }
    }

    @Test
    void theDocumentedLimitMatchesTheCode() {
        assertThat(DOCUMENT.at("/components/parameters/MonitoringLimit/schema/maximum")
                        .asInt())
                .isEqualTo(SocketsReport.MOST);
    }

    private static List<String> words(String schema) {
        return DOCUMENT.texts("/components/schemas/" + schema + "/enum");
    }

    private static List<String> lower(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
