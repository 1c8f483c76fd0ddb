package io.marketbell.monitoring.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.monitoring.MonitoredNode;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesReportTest {
    private static final String DELIVERY = "metric=marketbell_ws_delivery_duration_seconds";

    private final MonitoredNode node = new MonitoredNode().trading();

    private JsonObject data(String... parameters) {
        return node.body(SeriesReport.of(node.query(parameters), node.cache.now()))
                .getJsonObject("data");
    }

    @Test
    void columnsHaveTheSameLengthWithNullsInGaps() {
        JsonObject data = data(DELIVERY, "quantile=0.5,0.95");

        assertThat(data.getJsonArray("columns").toString()).isEqualTo("[\"time\",\"p50\",\"p95\"]");
        assertThat(data.getJsonArray("quantile").toString()).isEqualTo("[0.5,0.95]");
        JsonArray series = data.getJsonArray("series");
        assertThat(series).hasSize(3);
        assertThat(series.getJsonArray(0)).hasSizeGreaterThan(300);
        assertThat(series.getJsonArray(1)).hasSameSizeAs(series.getJsonArray(0));
        assertThat(series.getJsonArray(2)).hasSameSizeAs(series.getJsonArray(0));
        assertThat(series.getJsonArray(1).toString()).startsWith("[null,").contains("0.002");
        assertThat(data.getInt("step_seconds")).isEqualTo(10);
        assertThat(data.getString("unit")).isEqualTo("seconds");
    }

    @Test
    void aTagHasOneColumnPerValueGreatestFirst() {
        JsonObject data = data("metric=marketbell_trades_total", "by=instrument", "figure=count");

        assertThat(data.getJsonArray("columns").toString()).isEqualTo("[\"time\",\"_other\",\"MSFT\",\"AAPL\"]");
        assertThat(data.getJsonArray("series").getJsonArray(3).toString()).contains("25");
        assertThat(data(DELIVERY, "by=priority", "quantile=0.5,1")
                        .getJsonArray("columns")
                        .toString())
                .isEqualTo("[\"time\",\"CRITICAL p50\",\"CRITICAL max\"]");
    }

    @Test
    void theDefaultStepIsTheSmallestWithinThePointLimit() {
        String dayAgo = "from=" + node.clock.instant().minus(Duration.ofHours(23));

        assertThat(data(DELIVERY, dayAgo).getInt("step_seconds")).isEqualTo(60);
        assertThat(data(DELIVERY, "from=1700000000").getInt("step_seconds")).isGreaterThan(60);
    }

    @Test
    void countersAndGaugesHaveDifferentFigures() {
        assertThat(data("metric=marketbell_orders_total").getString("unit")).isEqualTo("per_second");
        assertThat(data("metric=marketbell_ws_connections")
                        .getJsonArray("columns")
                        .toString())
                .isEqualTo("[\"time\",\"value\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "metric=marketbell_ws_connections|quantile=0.5|quantile",
                "metric=marketbell_ws_connections|figure=rate|figure",
                "metric=marketbell_ws_connections|by=user|by",
                "metric=marketbell_trades_total|by=user|by",
                "metric=marketbell_order_duration_seconds|quantile=0.42|quantile",
                "metric=marketbell_order_duration_seconds|step=5|step",
                "metric=marketbell_order_duration_seconds|step=PT-30S|step",
                "metric=marketbell_order_duration_seconds|from=yesterday|from",
                "metric=marketbell_order_duration_seconds|from=+999999999-01-01T00:00:00Z|from",
                "metric=marketbell_order_duration_seconds|from=99999999999999999999|from",
                "metric=marketbell_order_duration_seconds|to=1700000000&from=1700000001|from",
                "metric=marketbell_order_duration_seconds|from=1700000000&step=10|step",
                "figure=rate|by=event|metric"
            })
    void anInvalidParameterIsNamed(String first, String others, String parameter) {
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> data((first + '&' + others).split("&")));

        assertThat(refused.problem().status()).isEqualTo(400);
        assertThat(refused.problem().errors()).extracting(Problem.Flaw::pointer).containsExactly(parameter);
    }

    @Test
    void anUnknownMetricIsNotFound() {
        ProblemException refused =
                catchThrowableOfType(ProblemException.class, () -> data("metric=marketbell_order_total"));

        assertThat(refused.problem().status()).isEqualTo(404);
        assertThat(refused.problem().detail()).contains("did you mean marketbell_orders_total?");
    }
}
