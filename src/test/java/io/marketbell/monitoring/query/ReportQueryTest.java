package io.marketbell.monitoring.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.marketbell.http.problem.Problem;
import io.marketbell.http.problem.Problem.Flaw;
import io.marketbell.http.problem.ProblemException;
import io.marketbell.metrics.Window;
import io.marketbell.monitoring.MonitoredNode;
import io.marketbell.monitoring.report.ApiReport;
import io.marketbell.monitoring.report.DatabaseReport;
import io.marketbell.monitoring.report.MetricsReport;
import io.marketbell.monitoring.report.Report;
import io.marketbell.monitoring.report.SocketsReport;
import io.marketbell.monitoring.report.SummaryReport;
import io.marketbell.monitoring.report.TradingReport;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportQueryTest {
    private final MonitoredNode node = new MonitoredNode().trading();

    private static Problem refusal(Map<String, List<String>> given, Function<ReportQuery, Report> report) {
        return catchThrowableOfType(ProblemException.class, () -> report.apply(new ReportQuery(given)))
                .problem();
    }

    @ParameterizedTest
    @CsvSource({"1m,MINUTE", "PT5M,FIVE_MINUTES", "pt1h,HOUR", "300,FIVE_MINUTES", "3600,HOUR"})
    void aWindowHasThreeNames(String text, Window window) {
        assertThat(DatabaseReport.of(node.query("window=" + text))).isEqualTo(new DatabaseReport(window));
    }

    @Test
    void anInvalidValueIsReportedWithTheAllowedOnes() {
        Problem refusal = refusal(Map.of("window", List.of("2m")), DatabaseReport::of);

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.errors()).containsExactly(new Flaw("window", "2m is not one of 1m, 5m, 1h"));
    }

    @Test
    void allFaultsAreReportedTogether() {
        Problem refusal = refusal(
                Map.of("sort", List.of("size"), "state", List.of("open", "closed"), "limit", List.of("0")),
                SocketsReport::of);

        assertThat(refusal.errors()).extracting(Flaw::pointer).containsExactlyInAnyOrder("sort", "state", "limit");
        assertThat(refusal.errors())
                .extracting(Flaw::detail)
                .contains("size is not one of queue, delay, messages, latest", "0 is not an integer from 1 to 1000");
    }

    @Test
    void aMisspeltParameterIsRejected() {
        Problem refusal = refusal(Map.of("windw", List.of("5m")), DatabaseReport::of);

        assertThat(refusal.errors()).containsExactly(new Flaw("windw", "unknown parameter; did you mean window?"));
        assertThat(refusal(Map.of("x", List.of("1")), SummaryReport::of).errors())
                .containsExactly(new Flaw("x", "unknown parameter; known: scope"));
    }

    @Test
    void scopeIsTheNodeUnlessTheClusterIsRequested() {
        assertThat(new ReportQuery(Map.of()).scope()).isEqualTo(Scope.NODE);
        assertThat(new ReportQuery(Map.of("scope", List.of("cluster"))).scope()).isEqualTo(Scope.CLUSTER);

        Problem refusal = refusal(Map.of("scope", List.of("world")), query -> {
            query.scope();
            return SummaryReport.of(query);
        });
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.errors()).containsExactly(new Flaw("scope", "world is not one of node, cluster"));
    }

    @Test
    void longInputIsShortenedInMessages() {
        Problem refusal = refusal(Map.of("window", List.of("x".repeat(10_000))), DatabaseReport::of);

        assertThat(refusal.errors().get(0).detail()).hasSizeLessThan(100);
    }

    @Test
    void anUnknownRouteIsRejectedWithASuggestion() {
        Problem refusal = refusal(
                Map.of("route", List.of("/api/v1/notification")), query -> ApiReport.of(query, node.cache.now()));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.errors().get(0).detail()).endsWith("did you mean /api/v1/notifications?");
    }

    @Test
    void anUnknownInstrumentOrMetricIsNotFound() {
        Problem instrument =
                refusal(Map.of("instrument", List.of("APPL")), query -> TradingReport.of(query, node.cache.now()));
        Problem metric = refusal(Map.of("name", List.of("marketbell_orders")), MetricsReport::of);

        assertThat(instrument.status()).isEqualTo(404);
        assertThat(instrument.detail()).contains("AAPL");
        assertThat(metric.status()).isEqualTo(404);
        assertThat(metric.detail()).contains("unknown metric marketbell_orders; ");
    }
}
